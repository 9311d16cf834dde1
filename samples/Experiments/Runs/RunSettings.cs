using System.Text.Json.Serialization;
using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>The settings that identify a run of an experiment.</summary>
internal sealed record RunSettings
{
    /// <summary>Name of the network on the command line.</summary>
    public required string Network { get; init; }

    /// <summary>Bits per weight; 32 in full precision.</summary>
    public required int Bits { get; init; }

    /// <summary>The training method.</summary>
    public required Method Method { get; init; }

    /// <summary>The paper's m, if the method backtracks.</summary>
    public int? Period { get; init; }

    /// <summary>The paper's a, if the method backtracks.</summary>
    public double? Blend { get; init; }

    /// <summary>Seed of the initial weights, the validation split and the order of the samples.</summary>
    public required long Seed { get; init; }

    /// <summary>The settings without the seed; a row of the table shows the runs of one group.</summary>
    [JsonIgnore]
    public RunGroup Group => new(Network, Bits, Method, Period, Blend);

    /// <summary>Name of the run and its file, for example <c>lenet5-1bit-blaq-p5-a0.6-s0</c>.</summary>
    [JsonIgnore]
    public string Id => Invariant($"{Group.Id}-s{Seed}");
}
