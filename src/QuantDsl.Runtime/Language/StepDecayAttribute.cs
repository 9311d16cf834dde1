namespace QuantDsl;

/// <summary>Multiplies the learning rate by a factor after every so many epochs.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StepDecayAttribute : Attribute
{
    /// <summary>Epochs between two decays.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Epochs before the first decay; 0: as many as between two.</summary>
    public int After { get; init; }

    /// <summary>How often at most; 0: without end.</summary>
    public int Times { get; init; }

    /// <summary>Factor, 0 &lt; factor ≤ 1.</summary>
    public double Factor { get; init; } = 0.1;
}
