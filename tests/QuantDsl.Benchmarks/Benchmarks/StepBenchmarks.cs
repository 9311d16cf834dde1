using BenchmarkDotNet.Attributes;
using QuantDsl.Benchmarks.Models;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>A whole training step. TorchSharp is LAQ op by op, and <c>optim.Adam</c> at 32 bits.</summary>
[Config(typeof(ShortRuns)), MemoryDiagnoser]
public class StepBenchmarks
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

    /// <summary>The generated step.</summary>
    [Benchmark(Baseline = true)]
    public float QuantDsl() => _pair!.StepModel();

    /// <summary>The same mathematics in TorchSharp.</summary>
    [Benchmark]
    public float TorchSharp() => _pair!.StepBaseline();
}
