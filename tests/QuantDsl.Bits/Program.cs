using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using QuantDsl;
using QuantDsl.Bits;
using QuantDsl.Bits.Models;
using QuantDsl.CompilerServices;

// What this process really computes with, for the test that chose it.
Console.WriteLine(
    $"vectors {VectorWidth.Bits}; 512 {Vector512.IsHardwareAccelerated}; 256 {Vector256.IsHardwareAccelerated}; FMA {Fma.IsSupported}; "
    + $"threads {ThreadCount.Value}");

switch (args)
{
    case []:
        break;
    case ["busy"]:
        BusyPool.Print<Perceptron>();
        break;
    case ["fit", string folder, .. string[] more]:
        return Fitting.Run(folder, more);
    case ["few"]:
        Steps.Print<Perceptron, float>(byTensors: false);
        Steps.Print<LeNet5Ternary, float>(byTensors: false);
        break;
    case ["steps"] or ["tensors"]:
        bool byTensors = args[0] == "tensors";
        Steps.Print<Perceptron, float>(byTensors);
        Steps.Print<PerceptronTernary, float>(byTensors);
        Steps.Print<PerceptronThreeBit, float>(byTensors);
        Steps.Print<PerceptronFullPrecision, float>(byTensors);
        Steps.Print<LeNet5, float>(byTensors);
        Steps.Print<LeNet5Ternary, float>(byTensors);
        Steps.Print<LeNet5ThreeBit, float>(byTensors);
        Steps.Print<LeNet5FullPrecision, float>(byTensors);
        Steps.Print<Residual, float>(byTensors);
        Steps.Print<ResidualTwoScale, float>(byTensors);
        Steps.Print<ResidualLogarithmic, float>(byTensors);
        Steps.Print<ResidualFullPrecision, float>(byTensors);
        Steps.Print<MobileNet, float>(byTensors);
        Steps.Print<MobileNetThreeBit, float>(byTensors);
        Steps.Print<Dense, float>(byTensors);
        Steps.Print<Mixture, float>(byTensors);
        Steps.Print<Characters, int>(byTensors);
        Steps.Print<CharactersTernary, int>(byTensors);
        Steps.Print<Words, int>(byTensors);
        Steps.Print<Phrases, int>(byTensors);
        Steps.Print<Signals, float>(byTensors);
        break;
    case ["digits", .. { Length: <= 1 } folders]:
        string? mnist = folders.Length == 0 ? null : folders[0];
        TestSet.Print<Digits1>(mnist);
        TestSet.Print<Digits2>(mnist);
        TestSet.Print<Digits3>(mnist);
        TestSet.Print<Digits8>(mnist);
        TestSet.Print<DigitsLogarithmic>(mnist);
        TestSet.Print<DigitsTwoScale>(mnist);
        TestSet.Print<DigitsPerChannel>(mnist);
        TestSet.Print<DigitsResidual>(mnist);
        TestSet.Print<DigitsLstm>(mnist);
        break;
    case ["memory"]:
        StepMemory.Print<Perceptron, float>();
        StepMemory.Print<LeNet5, float>();
        StepMemory.Print<ResidualLogarithmic, float>();
        StepMemory.Print<MobileNet, float>();
        StepMemory.Print<Characters, int>();
        StepMemory.Print<Phrases, int>();
        break;
    default:
        Console.Error.WriteLine(
            "Expected steps, few, tensors, memory, busy, digits [FOLDER], fit FOLDER [otherdata | otherseed], or nothing.");
        return 2;
}

return 0;
