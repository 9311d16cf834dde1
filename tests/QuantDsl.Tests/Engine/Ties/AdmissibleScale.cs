namespace QuantDsl.Tests.Engine;

/// <summary>A scale that a solver may end with.</summary>
/// <param name="Value">α.</param>
/// <param name="Error">The most by which rounding may move it, absolute.</param>
internal readonly record struct AdmissibleScale(double Value, double Error)
{
    /// <summary>Sums of products in float32 in any order; measured 4e-7 at most.</summary>
    public const double Rounding = 1e-6;

    public bool Agrees(double actual) => Math.Abs(Value - actual) <= (Rounding * Math.Abs(Value)) + Error;
}
