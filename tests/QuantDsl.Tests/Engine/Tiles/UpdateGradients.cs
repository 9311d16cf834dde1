using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// The gradients of one update after the other. Those that lead to a trial live on until its second half is done, as in a step.
/// </summary>
internal sealed class UpdateGradients : IDisposable
{
    private readonly List<Tensor> _alive = [];
    private Tensor[]? _first;

    /// <summary>
    /// As tensors; the update may write over them. Without a trial before it, a second half has its own gradients for those of the first.
    /// </summary>
    public Gradients For(UpdateKind kind, float[][] values)
    {
        if (kind != UpdateKind.Backtrack)
            Dispose();
        Tensor[] tensors = Keep(values.Select(value => tensor(value)));
        if (kind == UpdateKind.Trial)
        {
            _first = tensors;
            return new Gradients(tensors, tensors, scratch: Keep(values.Select(value => zeros(value.Length))));
        }
        return new Gradients(tensors, tensors, first: kind == UpdateKind.Backtrack ? _first ?? tensors : null);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _alive)
            tensor.Dispose();
        _alive.Clear();
        _first = null;
    }

    private Tensor[] Keep(IEnumerable<Tensor> tensors)
    {
        Tensor[] kept = [.. tensors];
        _alive.AddRange(kept);
        return kept;
    }
}
