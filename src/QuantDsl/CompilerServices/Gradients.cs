using System.ComponentModel;
using System.Runtime.InteropServices;
using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradients of one backward pass, in the order of the parameters. An update reuses their memory once it has read them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Gradients : IDisposable
{
    private const int Alignment = 16;

    private readonly Tensor[] _tensors;
    private readonly Tensor?[] _kept;
    private readonly double[]? _bounds;
    private readonly Tensor[]? _scratch;
    private readonly Tensor[]? _first;
    private readonly GradientAddresses? _addresses; // of the engine on the CPU, whose gradients are no tensors

    /// <summary>Wraps gradients.</summary>
    /// <param name="tensors">Contiguous gradients; those that are not kept are disposed with this object.</param>
    /// <param name="kept">Those whose memory is reused and not disposed; null for the others.</param>
    /// <param name="bounds">For each a value that no magnitude in it exceeds; null: they are to be looked at.</param>
    /// <param name="scratch">Of those that lead to a trial: memory that takes its weights; null: their own.</param>
    /// <param name="first">Of those at the weights of a trial: the gradients that led to it.</param>
    internal Gradients(Tensor[] tensors, Tensor?[] kept, double[]? bounds = null, Tensor[]? scratch = null, Tensor[]? first = null)
    {
        _tensors = tensors;
        _kept = kept;
        _bounds = bounds;
        _scratch = scratch;
        _first = first;
    }

    /// <summary>Gradients that are no tensors.</summary>
    internal Gradients(GradientAddresses addresses)
        : this([], [])
    {
        _addresses = addresses;
        _bounds = addresses.Bounds;
    }

    /// <summary>These, with a bound for each as a backward pass knows them, so that an update need not look at every value.</summary>
    /// <param name="bounds">For each gradient a value that no magnitude in it exceeds.</param>
    internal Gradients WithBounds(double[] bounds) => new(_tensors, _kept, bounds, _scratch, _first);

    /// <summary>These as the gradients that lead to a trial, and others as those at its weights; the memory remains where it was.</summary>
    internal (Gradients LeadingToTrial, Gradients AtTrial) AroundTrial(in Gradients others) => (
        new(_tensors, _tensors, _bounds, scratch: others._tensors),
        new(others._tensors, others._tensors, others._bounds, first: _tensors));

    /// <summary>Gradient of parameter <paramref name="index"/>, flat and writable; only on the CPU.</summary>
    public Span<float> this[int index] => MemoryMarshal.Cast<byte, float>(_tensors[index].bytes);

    /// <summary>The network that has yet to make those of large weights; null: all are there.</summary>
    internal CpuNetwork? Deferring => _addresses?.Deferring;

    /// <summary>Where the gradients lie: native memory of the CPU, which does not move.</summary>
    internal void CopyAddresses(Span<nint> addresses)
    {
        if (_addresses is null)
            CopyAddresses(_tensors, addresses);
        else
            _addresses.Gradients.CopyTo(addresses);
    }

    /// <summary>Where an update of these gradients finds memory of their size.</summary>
    internal void CopyScratchAddresses(Span<nint> addresses)
    {
        if (_addresses is null)
            CopyAddresses(_scratch ?? _tensors, addresses);
        else
            _addresses.Scratch.CopyTo(addresses);
    }

    /// <summary>Where the gradients lie that led to the trial at whose weights these are.</summary>
    internal void CopyFirstAddresses(Span<nint> addresses)
    {
        if (_addresses is null)
        {
            CopyAddresses(
                _first ?? throw new InvalidOperationException("The second half of a backtrack step needs the gradients of its first half."),
                addresses);
        }
        else
        {
            _addresses.First.CopyTo(addresses);
        }
    }

    /// <summary>For each gradient a value that no magnitude in it exceeds. If it is finite, the gradient has no NaN.</summary>
    internal void CopyBounds(Span<double> bounds)
    {
        for (int index = 0; index < bounds.Length; index++)
            bounds[index] = _bounds is null ? Magnitude.Largest(this[index]) : _bounds[index];
    }

    /// <summary>Number of gradients.</summary>
    internal int Count => _tensors.Length;

    /// <summary>Gradient of parameter <paramref name="index"/>; the caller does not dispose it.</summary>
    internal Tensor Tensor(int index) => _tensors[index];

    /// <summary>Where the gradient of a parameter lies, for loads of 16 bytes.</summary>
    internal nint Aligned(int index)
    {
        nint address = TensorMemory.Of(_tensors[index]);
        return address % Alignment == 0 ? address : Realigned(index);
    }

    private static void CopyAddresses(Tensor[] tensors, Span<nint> addresses)
    {
        for (int index = 0; index < addresses.Length; index++)
        {
            fixed (byte* data = tensors[index].bytes)
                addresses[index] = (nint)data;
        }
    }

    /// <summary>Replaces a gradient that begins within another tensor by a copy.</summary>
    private nint Realigned(int index)
    {
        Tensor copy = _tensors[index].clone();
        _tensors[index].Dispose();
        _tensors[index] = copy;
        return TensorMemory.Of(copy);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int index = 0; index < _tensors.Length; index++)
        {
            if (_kept[index] is null)
                _tensors[index].Dispose();
        }
    }
}
