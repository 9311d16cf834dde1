using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Whole steps on the emulated device, forward, backward and update as one graph, against the float64 reference: among the cases of the
/// CPU's engine those that differ in an operation or in a grid.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class WholeStepTheory
{
    private static readonly string[] Names =
    [
        "mixed", "biased", "shared ReLU", "LeNet", "one pixel", "ResNet", "rectangles", "dilations",
        "exact", "exact two-scale per channel", "frozen middle", "frozen LeNet", "AdamW with biases",
    ];

    /// <summary>Those whose updates others have, too.</summary>
    private static readonly string[] Operations =
    [
        "leaky ReLU", "SiLU", "concatenation", "DenseNet", "groups", "MobileNet", "layer norm", "layer norm of sequences",
        "convolutions of signals", "convolutions of tokens", "LSTM, one-hot", "LSTM, embedding", "LSTM, stacked", "GRU, per gate",
        "GRU, stacked", "mean squared error", "Huber", "binary cross-entropy", "label smoothing", "class weights", "numbers at positions",
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string name in Names)
                cases.Add(name, 9);
            foreach (string name in Operations)
                cases.Add(name, 3); // the third backtracks
            return cases;
        }
    }

    [ClangTheory]
    [MemberData(nameof(Cases))]
    public unsafe void Agrees_with_the_reference_after_every_step(string name, int steps)
    {
        EmulatedDevice device = EmulatedDevice.Shared;
        (int launches, int graphs) = (device.Launches(), device.GraphLaunches());
        using StepComparison comparison = new($"{name}, one graph", DeviceModel.OnDevice(StepCases.All[name]));
        comparison.Run(StepRule.Mixed, steps);
        comparison.ComparePredictions();

        Assert.Equal(0, device.Launches() - launches);
        Assert.InRange(device.GraphLaunches() - graphs, steps + 2, steps + 3); // the first quantization, and one or two for the prediction
    }

    /// <summary>With the zeros of the CPU's dropout in every pass; a trial has those of its step.</summary>
    [ClangFact]
    public void Dropout_has_the_zeros_of_the_CPU()
    {
        using StepComparison comparison = new("dropout, one graph", DeviceModel.OnDevice(ManyOperations.Case));
        comparison.Run(StepRule.Mixed, 4);
        comparison.ComparePredictions();
    }
}
