using Digits.Models;

namespace QuantDsl.Benchmarks.Models;

/// <summary>The models that are measured.</summary>
internal static class TimedModels
{
    /// <summary>The bit widths there are; 32 is full precision.</summary>
    public static IReadOnlyList<int> Bits { get; } = [1, 2, 3, 32];

    /// <summary>Makes an untrained model.</summary>
    public static ITimedModel Create(Network network, int bits, long seed = 1) => (network, bits) switch
    {
        (Network.Mlp, 1) => new Mlp(seed: seed),
        (Network.Mlp, 2) => new MlpTernary(seed: seed),
        (Network.Mlp, 3) => new MlpThreeBit(seed: seed),
        (Network.Mlp, 32) => new MlpFullPrecision(seed: seed),
        (Network.LeNet5, 1) => new LeNet5(seed: seed),
        (Network.LeNet5, 2) => new LeNet5Ternary(seed: seed),
        (Network.LeNet5, 3) => new LeNet5ThreeBit(seed: seed),
        (Network.LeNet5, 32) => new LeNet5FullPrecision(seed: seed),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, $"Expected one of {string.Join(", ", Bits)} bits."),
    };

    /// <summary>The minibatch that a network is declared with.</summary>
    public static int BatchSize(Network network) => network == Network.Mlp ? Mlp.Info.Batch : LeNet5.Info.Batch;
}
