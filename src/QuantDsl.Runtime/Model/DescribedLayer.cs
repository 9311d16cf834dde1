using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Layers of a class that only predicts: their names, bits and shapes are known, their values are in packed models alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DescribedLayer
{
    /// <summary>A layer without values.</summary>
    /// <param name="layer">What is known about it.</param>
    public static Layer Of(LayerInfo layer)
    {
        var weight = new DescribedParameter($"{layer.Name}.weight", layer.Bits, [.. layer.WeightShape.Select(axis => (long)axis)]);
        return new Layer(layer.Name, weight, recurrentWeight: null, bias: null, recurrentBias: null, batchNorm: null, layerNorm: null);
    }

    private sealed class DescribedParameter(string name, int bits, IReadOnlyList<long> shape) : Parameter(name, bits, shape, [0])
    {
        internal override void ThrowIfDisposed() => throw new NotSupportedException(
            $"{Name} has no values here, because this project references QuantDsl.Runtime alone, which predicts from packed models.");

        internal override void ReadLatent(Span<float> destination) => ThrowIfDisposed();

        internal override void ReadQuantized(Span<float> destination) => ThrowIfDisposed();

        internal override void ReadScale(Span<float> destination) => ThrowIfDisposed();

        internal override void ReplaceLatent(ReadOnlySpan<float> values) => ThrowIfDisposed();
    }
}
