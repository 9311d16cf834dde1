using System.Text.Json.Serialization;
using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>What tells one run of an experiment from the others.</summary>
internal sealed record RunSettings
{
    /// <summary>Name of the network on the command line.</summary>
    public required string Network { get; init; }

    /// <summary>Bits of a weight; 32 in full precision.</summary>
    public required int Bits { get; init; }

    /// <summary>How the weights are learned.</summary>
    public required Method Method { get; init; }

    /// <summary>The paper's m, if the method backtracks.</summary>
    public int? Period { get; init; }

    /// <summary>The paper's a, if the method backtracks.</summary>
    public double? Blend { get; init; }

    /// <summary>Seed of the latent weights, of the split and of the order of the samples.</summary>
    public required long Seed { get; init; }

    /// <summary>The same for every seed: what a row of the table stands for.</summary>
    [JsonIgnore]
    public RunGroup Group => new(Network, Bits, Method, Period, Blend);

    /// <summary>Names the run and its file: <c>lenet5-1bit-blaq-p5-a0.6-s0</c>.</summary>
    [JsonIgnore]
    public string Id => Invariant($"{Group.Id}-s{Seed}");
}
