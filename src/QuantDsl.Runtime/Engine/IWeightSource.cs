using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The owner of a network's memory, which knows the scales of the present quantized weights: during a trial they are not the model's.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWeightSource
{
    /// <summary>Sees to it that the signs in the memory are those of the present quantized weights, and copies their scales α.</summary>
    /// <param name="scales">Receives the scales.</param>
    void Refresh(Span<float> scales);
}
