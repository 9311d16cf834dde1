using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// Whole training steps of generated models whose updates run on the emulated device, against the float64 reference: the cases of the CPU
/// engine, LAQ and backtrack steps in turn.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class CudaStepTheory
{
    private const int Steps = 20;
    private const int Blocks = 3;

    public static TheoryData<string> Flat => [.. StepCases.Flat.Except(StepCases.OnlyOnCpu)];

    public static TheoryData<string> Convolutional => [.. StepCases.Convolutional.Except(StepCases.OnlyOnCpu)];

    [ClangTheory]
    [MemberData(nameof(Flat))]
    public void Agrees_with_the_reference_after_every_step(string name) => Compare(name);

    [ClangConvolutionTheory]
    [MemberData(nameof(Convolutional))]
    public void Convolutional_networks_agree_with_the_reference_after_every_step(string name) => Compare(name);

    private static void Compare(string name)
    {
        int before = EmulatedDevice.Shared.Launches();
        bool hasStatistics = false;
        using StepComparison comparison = new($"{name}, emulated", StepCases.All[name], attach: store =>
        {
            hasStatistics = store.Statistics.Named.Count > 0;
            EmulatedEngine.Attach(store, Blocks);
        });
        comparison.Run(StepRule.Mixed, Steps);
        comparison.ComparePredictions();

        int launches = EmulatedDevice.Shared.Launches() - before;
        int updates = Steps + (Steps / 3); // a backtrack step has two
        int commits = hasStatistics ? Steps : 0; // of the running statistics
        Assert.Contains(launches - commits, new[] { 1 + (2 * updates), 2 + (3 * updates) }); // the first quantization checks no gradients
    }
}
