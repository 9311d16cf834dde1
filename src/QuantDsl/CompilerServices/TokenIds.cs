using System.ComponentModel;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Token ids as input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TokenIds
{
    /// <summary>Each id as a vector of zeros with a one at the id.</summary>
    /// <param name="ids">int64 [N, length].</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <returns>float32 [N, length, vocabulary], the caller's.</returns>
    public static Tensor OneHot(Tensor ids, long vocabulary)
    {
        using Tensor place = ids.unsqueeze(-1);
        using Tensor one = ones(place.shape, device: ids.device);
        Tensor vectors = zeros(ids.size(0), ids.size(1), vocabulary, device: ids.device);
        vectors.scatter_(-1, place, one);
        return vectors;
    }
}
