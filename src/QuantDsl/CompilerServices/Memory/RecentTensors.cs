using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Keeps the last few tensors that a thread was given reachable. TorchSharp hands libtorch the bare address of a tensor: one to which nothing
/// refers any more, such as the copy in <c>layer.Latent.abs()</c>, would be freed by the finalizer while libtorch reads it.
/// </summary>
internal static class RecentTensors
{
    /// <summary>As many as one expression has.</summary>
    private const int Count = 4;

    [ThreadStatic]
    private static Tensor?[]? _tensors;

    [ThreadStatic]
    private static int _next;

    /// <summary>Keeps a tensor until the thread was given four others.</summary>
    public static Tensor Keep(Tensor tensor)
    {
        _tensors ??= new Tensor?[Count];
        _tensors[_next] = tensor;
        _next = (_next + 1) % Count;
        return tensor;
    }
}
