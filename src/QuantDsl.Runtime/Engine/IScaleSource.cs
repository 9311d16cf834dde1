using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The owner of a network's memory, which knows the scales of the present quantized weights: during a trial they are not the model's.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScaleSource
{
    /// <summary>Copies the scales α of the present quantized weights.</summary>
    /// <param name="target">Receives them.</param>
    void CopyScales(Span<float> target);
}
