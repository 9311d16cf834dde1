namespace QuantDsl.Tests.Engine;

/// <summary>Which steps a comparison takes.</summary>
public enum StepRule
{
    Laq,
    Backtrack,

    /// <summary>Two LAQ steps, then a backtrack step, and again.</summary>
    Mixed,
}
