using BenchmarkDotNet.Attributes;
using QuantDsl.Benchmarks.Models;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>One step forward and back beside one plain step, both generated.</summary>
[Config(typeof(ShortRuns)), MemoryDiagnoser]
public class BacktrackBenchmarks
{
    private TrainedPair? _pair;

    /// <summary>The architecture.</summary>
    [ParamsAllValues]
    public Network Network { get; set; }

    /// <summary>Bits of a weight; 32 is full precision.</summary>
    [Params(1, 2, 3, 32)]
    public int Bits { get; set; }

    /// <summary>Trains for a while.</summary>
    [GlobalSetup]
    public void Train() => _pair = new TrainedPair(Network, Bits);

    /// <summary>Frees the memory.</summary>
    [GlobalCleanup]
    public void Free() => _pair!.Dispose();

    /// <summary>A plain step.</summary>
    [Benchmark(Baseline = true)]
    public float Step() => _pair!.StepModel();

    /// <summary>A step with two gradients.</summary>
    [Benchmark]
    public float BacktrackStep() => _pair!.BacktrackModel();
}
