using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary><see cref="WarmupAttribute"/>: a straight line up to 1.</summary>
/// <param name="epochs">Epochs that it takes.</param>
/// <param name="startFactor">Where it begins.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WarmupCurve(int epochs, double startFactor) : RateCurve
{
    /// <summary>Epochs that it takes.</summary>
    public int Epochs { get; } = epochs;

    /// <inheritdoc/>
    public override double Factor(in RatePlace place) =>
        place.Epochs >= Epochs ? 1 : startFactor + ((1 - startFactor) * place.Epochs / Epochs);
}
