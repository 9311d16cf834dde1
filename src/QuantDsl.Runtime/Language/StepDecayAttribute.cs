namespace QuantDsl;

/// <summary>Multiplies the learning rate by a factor at regular intervals.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StepDecayAttribute : Attribute
{
    /// <summary>Number of epochs between two decays, at least 1.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Number of epochs before the first decay; 0 means the same as <see cref="Every"/>.</summary>
    public int After { get; init; }

    /// <summary>Maximum number of decays; 0 means unlimited.</summary>
    public int Times { get; init; }

    /// <summary>The factor of each decay, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.1;
}
