using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Where the gradients of one backward pass lie, in the order of the parameters: in memory of the CPU that does not move. An update reuses
/// it once it has read them. The initial update has none.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Gradients
{
    private readonly nint[] _addresses;
    private readonly nint[] _scratch;
    private readonly nint[]? _first;
    private readonly double[] _bounds;

    /// <summary>Names the gradients.</summary>
    /// <param name="addresses">For each parameter, where its gradient begins.</param>
    /// <param name="scratch">For each, where an update finds memory of the same size.</param>
    /// <param name="bounds">For each, a value that no magnitude in its gradient exceeds. If it is finite, the gradient has no NaN.</param>
    /// <param name="first">At the weights of a trial: for each, where the gradient begins that led to it; else null.</param>
    /// <param name="deferring">The network that has yet to make those of large weights; null: all are there.</param>
    internal Gradients(nint[] addresses, nint[] scratch, double[] bounds, nint[]? first = null, CpuNetwork? deferring = null)
    {
        (_addresses, _scratch, _bounds, _first) = (addresses, scratch, bounds, first);
        Deferring = deferring;
    }

    /// <summary>The network that has yet to make those of large weights; null: all are there.</summary>
    internal CpuNetwork? Deferring { get; }

    /// <summary>Where the gradients lie.</summary>
    internal void CopyAddresses(Span<nint> addresses) => _addresses.CopyTo(addresses);

    /// <summary>Where an update of these gradients finds memory of their size.</summary>
    internal void CopyScratchAddresses(Span<nint> addresses) => _scratch.CopyTo(addresses);

    /// <summary>Where the gradients lie that led to the trial at whose weights these are.</summary>
    internal void CopyFirstAddresses(Span<nint> addresses)
    {
        nint[] first = _first
            ?? throw new InvalidOperationException("The second half of a backtrack step needs the gradients of its first half.");
        first.CopyTo(addresses);
    }

    /// <summary>For each gradient a value that no magnitude in it exceeds. If it is finite, the gradient has no NaN.</summary>
    internal void CopyBounds(Span<double> bounds) => _bounds.CopyTo(bounds);
}
