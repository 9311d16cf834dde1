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
    case ["fit", string folder]:
        Fitting.Run(folder);
        break;
    case ["few"]:
        Steps.Print<Perceptron>(byTensors: false);
        Steps.Print<LeNet5Ternary>(byTensors: false);
        break;
    case ["steps"] or ["tensors"]:
        bool byTensors = args[0] == "tensors";
        Steps.Print<Perceptron>(byTensors);
        Steps.Print<PerceptronTernary>(byTensors);
        Steps.Print<PerceptronThreeBit>(byTensors);
        Steps.Print<PerceptronFullPrecision>(byTensors);
        Steps.Print<LeNet5>(byTensors);
        Steps.Print<LeNet5Ternary>(byTensors);
        Steps.Print<LeNet5ThreeBit>(byTensors);
        Steps.Print<LeNet5FullPrecision>(byTensors);
        Steps.Print<Residual>(byTensors);
        Steps.Print<ResidualTwoScale>(byTensors);
        Steps.Print<ResidualLogarithmic>(byTensors);
        Steps.Print<ResidualFullPrecision>(byTensors);
        Steps.Print<MobileNet>(byTensors);
        Steps.Print<MobileNetThreeBit>(byTensors);
        break;
    case ["memory"]:
        StepMemory.Print<Perceptron>();
        StepMemory.Print<LeNet5>();
        StepMemory.Print<ResidualLogarithmic>();
        StepMemory.Print<MobileNet>();
        break;
    default:
        Console.Error.WriteLine("Expected steps, few, tensors, memory, or fit FOLDER.");
        return 2;
}

return 0;
