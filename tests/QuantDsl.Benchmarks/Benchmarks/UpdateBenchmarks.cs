using BenchmarkDotNet.Attributes;
using QuantDsl.Benchmarks.Models;
using QuantDsl.Benchmarks.Updates;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>
/// The update alone, each time from the same state and gradients. TorchSharp is LAQ op by op, and <c>optim.Adam</c> at 32 bits.
/// </summary>
[Config(typeof(ShortRuns)), MemoryDiagnoser]
public class UpdateBenchmarks
{
    private IReadOnlyList<Tensor> _gradients = [];
    private TimedUpdate? _update;
    private TrainedPair? _pair;

    /// <summary>The architecture.</summary>
    [ParamsAllValues]
    public Network Network { get; set; }

    /// <summary>Bits of a weight; 32 is full precision.</summary>
    [Params(1, 2, 3, 32)]
    public int Bits { get; set; }

    /// <summary>Trains for a while and saves state and gradients.</summary>
    [GlobalSetup]
    public void Train()
    {
        _pair = new TrainedPair(Network, Bits);
        _gradients = _pair.Differentiate();
        _update = new TimedUpdate(_pair.Model, _gradients);
    }

    /// <summary>Frees the memory.</summary>
    [GlobalCleanup]
    public void Free()
    {
        _update!.Dispose();
        _pair!.Dispose();
    }

    /// <summary>Puts state and gradients back.</summary>
    [IterationSetup]
    public void Rewind()
    {
        _update!.Rewind();
        _update.Refill();
        _pair!.Baseline.Resume(_pair.Model);
        _pair.Baseline.Network.SetGradients(_gradients);
    }

    /// <summary>The generated update.</summary>
    [Benchmark(Baseline = true)]
    public void QuantDsl() => _update!.Run(UpdateKind.Laq);

    /// <summary>The same mathematics in TorchSharp.</summary>
    [Benchmark]
    public void TorchSharp() => _pair!.Baseline.Update();
}
