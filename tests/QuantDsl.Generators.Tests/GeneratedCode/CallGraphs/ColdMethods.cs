namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>
/// Methods of ours that the hot path names and does not run. Whatever inevitably ends in a throw is cold without being listed:
/// <see cref="ControlFlow.IsFailure"/>.
/// </summary>
internal static class ColdMethods
{
    private const string Shared = "runs only where several processes share a minibatch, and waits for them";

    /// <summary>Methods and why they are cold.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["CudaScratch.get_FirstGradient"] = "allocates in the first backtrack step",
        ["CpuTraining.get_Second"] = "allocates in the first backtrack step",
        ["HostMemory.BeforeRead"] = "asks nobody on the CPU, but for quantized weights of which a step needs only the signs",
        ["HostMemory.BeforeWrite"] = "asks nobody on the CPU, but for quantized weights of which a step needs only the signs",
        ["MirroredMeasuredStep.Send"] = "runs after somebody has replaced the state",
        ["StepGraphs.MakeLaq"] = "makes a graph before its first launch",
        ["StepGraphs.MakeBacktrack"] = "makes a graph before its first launch",
        ["ParameterStore.EnsureSigns"] = "takes signs from quantized weights after somebody has replaced the state",
        ["Workspace..ctor"] = "allocates in the first pass",
        ["NativeFloats..ctor"] = "allocates in the first pass, and where a batch is larger than all before",
        ["CpuTraining.Write"] = "runs when a step is the first that processes share, and the first that they do not",
        ["ProductBounds.Share"] = Shared,
        ["SharedBatch.Merge"] = Shared,
        ["SharedBatch.Sum"] = Shared,
        ["SharedBatch.SumAndAsk"] = Shared,
        ["Workers.Start"] = "makes threads when they are first needed",
    };
}
