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
    private const int Steps = 9;

    private static readonly string[] Names =
    [
        "mixed", "biased", "shared ReLU", "LeNet", "one pixel", "ResNet", "rectangles", "dilations",
        "exact", "exact two-scale per channel", "frozen middle", "frozen LeNet", "AdamW with biases",
    ];

    public static TheoryData<string> Cases => [.. Names];

    [ClangTheory]
    [MemberData(nameof(Cases))]
    public unsafe void Agrees_with_the_reference_after_every_step(string name)
    {
        EmulatedDevice device = EmulatedDevice.Shared;
        (int launches, int graphs) = (device.Launches(), device.GraphLaunches());
        using StepComparison comparison = new($"{name}, one graph", DeviceModel.OnDevice(StepCases.All[name]));
        comparison.Run(StepRule.Mixed, Steps);
        comparison.ComparePredictions();

        Assert.Equal(0, device.Launches() - launches);
        Assert.InRange(device.GraphLaunches() - graphs, Steps + 2, Steps + 3); // the first quantization, and one or two for the prediction
    }

    /// <summary>A network with an operation that is not there has no program, rather than half of one.</summary>
    [Fact]
    public void Networks_of_other_operations_have_no_program()
    {
        string[] without = [.. StepCases.All.Where(@case => DeviceModel.Find(@case.Value.Model) is null).Select(@case => @case.Key)];
        Assert.Contains("LSTM, one-hot", without);
        Assert.Contains("groups", without);
        Assert.Contains("mean squared error", without);
        Assert.Contains("class weights", without);
        Assert.Empty(Names.Intersect(without));
    }
}
