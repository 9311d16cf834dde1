using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Cuda.Whole;
using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>The nodes that begin and end a step of an epoch, in a program that notes each access of memory.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TracedEpochTests : OnEmulatedCuda
{
    private const int Size = 16; // of a minibatch

    [ClangFact]
    public unsafe void Steps_of_an_epoch_have_no_races_and_stay_in_bounds()
    {
        using BinaryMlp model = new(seed: 3);
        ParameterStore store = StoredParameter.Of(model.Out.Weight).Store;
        using WholeStep whole = new(DeviceModel.NetworkOf(typeof(BinaryMlp)), 0, Traced);
        whole.Take(store);
        using Dataset data = Data(3 * Size);
        string told = "";
        Emulated.SetFree(1000);
        Assert.Null(ResidentData.Of(whole, BinaryMlp.Info, data, words => told = words));
        Assert.Contains("each minibatch is copied there", told, StringComparison.Ordinal);
        Emulated.SetFree(1 << 20);
        using ResidentData resident = ResidentData.Of(whole, BinaryMlp.Info, data, _ => { })!;
        resident.Arrange(data.PlainOrder(seed: 1, epoch: 1));
        using DeviceBuffer controls = whole.Allocate(2 * sizeof(KernelLayout.Control));
        KernelLayout.Control[] numbers =
            [.. new[] { 1, 2 }.Select(step => KernelLayout.Control.Of(new(step, 0.01f, 0.9, 0.999, 0.6), 3, Size, isOfEpoch: true))];
        whole.Write<KernelLayout.Control>(controls, numbers);
        whole.Tell(resident.From(first: Size, controls.Address));
        whole.BeginLosses(0);
        Emulated.Set(blocks: 3, order: 1);

        whole.LaunchOfEpoch(backtracks: false);
        float first = whole.FetchLoss();
        Emulated.Set(blocks: 3, order: 2);
        whole.LaunchOfEpoch(backtracks: true);

        Assert.Null(whole.TakeFault());
        Assert.Equal((double)first + whole.FetchLoss(), whole.FetchLosses());

        using Dataset evaluated = Data(Size + 3);
        using ResidentData there = ResidentData.Of(whole, BinaryMlp.Info, evaluated, _ => { }, isTrained: false)!;
        Evaluation copied = DeviceEvaluation.Of(whole, BinaryMlp.Info, evaluated, resident: null);
        Assert.Equal(copied, DeviceEvaluation.Of(whole, BinaryMlp.Info, evaluated, there));
        Assert.True(double.IsNormal(copied.Loss));

        static byte[] Traced(CudaContext context, string model, string source, out string what)
        {
            what = model;
            return Emulated.Compiler.Compile($"{model}.step.cu", source, EmulatedCompiler.Traced);
        }
    }
}
