using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Conversion of token ids.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TokenIds
{
    /// <summary>One-hot encoding of token ids.</summary>
    /// <param name="ids">int64 [N, length].</param>
    /// <param name="vocabulary">Number of different tokens.</param>
    /// <returns>float32 [N, length, vocabulary]; the caller disposes it.</returns>
    public static Tensor OneHot(Tensor ids, long vocabulary)
    {
        using Tensor place = ids.unsqueeze(-1);
        using Tensor one = ones(place.shape, dtype: ScalarType.Float32, device: ids.device);
        Tensor vectors = zeros(ids.size(0), ids.size(1), vocabulary, dtype: ScalarType.Float32, device: ids.device);
        vectors.scatter_(-1, place, one);
        return vectors;
    }
}
