using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>
/// Few single runs: a step takes milliseconds, needs no averaging within a run and may not repeat on the same gradients. In this process,
/// because a generated project would build in this folder, among the tests, and copy libtorch.
/// </summary>
internal sealed class ShortRuns : ManualConfig
{
    public ShortRuns() => AddJob(new Job("Short")
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(3)
        .WithIterationCount(8)
        .WithInvocationCount(1)
        .WithUnrollFactor(1));
}
