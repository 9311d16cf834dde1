using System.ComponentModel;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The parameters of a packed model while it is loaded: what layers pack, and what they read for as long as they live. The generated
/// network names tensors by their number.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class PackedParameters : IDisposable
{
    private const int Alignment = 16; // a cache line of float32

    private readonly IReadOnlyList<PackedTensor> _tensors;
    private readonly float*[] _places; // of each tensor
    private readonly float*[] _scales; // of each tensor that has any
    private readonly NativeFloats _kept;
    private readonly NativeFloats _transient;

    /// <summary>Takes the parameters from a file.</summary>
    /// <param name="file">The file, which has been verified.</param>
    /// <param name="tensors">What is in it.</param>
    internal PackedParameters(PackedFile file, IReadOnlyList<PackedTensor> tensors)
    {
        _tensors = tensors;
        (_places, _scales) = (new float*[tensors.Count], new float*[tensors.Count]);
        _kept = new NativeFloats(tensors.Where(tensor => tensor.Place == PackedPlace.Kept).Sum(Floats));
        _transient = new NativeFloats(
            tensors.Sum(tensor => Aligned(tensor.Scales) + (tensor.Place == PackedPlace.Kept ? 0 : Floats(tensor))));
        float* kept = _kept.Data, transient = _transient.Data;
        for (int i = 0; i < tensors.Count; i++)
        {
            PackedTensor tensor = tensors[i];
            ref float* next = ref tensor.Place == PackedPlace.Kept ? ref kept : ref transient;
            _places[i] = next;
            next += Floats(tensor);
            _scales[i] = transient;
            transient += Aligned(tensor.Scales);
            Fill(file, tensor, _places[i], _scales[i]);
        }
    }

    /// <summary>The weights of a layer.</summary>
    /// <param name="tensor">Number of the tensor.</param>
    public LayerWeights Weights(int tensor)
    {
        PackedTensor weights = _tensors[tensor];
        LayerWeights result = weights.Place == PackedPlace.Signs
            ? new(new WeightSigns((byte*)_places[tensor], 0), _scales[tensor])
            : new(_places[tensor], _scales[tensor], weights.Rows == 1 ? int.MaxValue : weights.Shape[0] / weights.Rows);
        return result with { ForPrediction = true };
    }

    /// <summary>The bias of a layer.</summary>
    /// <param name="tensor">Number of the tensor.</param>
    public ValuePerColumn Bias(int tensor) => new(_places[tensor]);

    /// <summary>The batch normalization of a layer: a scale and a shift of each channel.</summary>
    /// <param name="tensor">Number of the tensor.</param>
    public BatchNormMemory BatchNorm(int tensor) => new() { Folded = _places[tensor] };

    /// <summary>The layer normalization of a layer.</summary>
    /// <param name="gamma">Number of the tensor γ.</param>
    /// <param name="beta">Number of the tensor β.</param>
    public LayerNormMemory LayerNorm(int gamma, int beta) => new() { Gamma = _places[gamma], Beta = _places[beta] };

    /// <summary>Releases what layers have packed by now.</summary>
    internal void ReleaseTransient() => _transient.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _kept.Dispose();
        _transient.Dispose();
    }

    private static void Fill(PackedFile file, PackedTensor tensor, float* place, float* scales)
    {
        ReadOnlySpan<byte> bytes = file[tensor.Name];
        if (tensor.IsFloat || tensor.Place == PackedPlace.Signs)
            bytes.CopyTo(new Span<byte>(place, bytes.Length));
        if (tensor.IsFloat)
            return;
        var rows = new Span<float>(scales, tensor.Scales);
        file[tensor.ScaleName].CopyTo(MemoryMarshal.AsBytes(rows));
        if (tensor.Place != PackedPlace.Signs)
            LevelDecoder.Run(tensor, bytes, rows, new Span<float>(place, tensor.Count));
    }

    /// <summary>Room for a tensor; signs are read in words of eight bytes.</summary>
    private static long Floats(PackedTensor tensor) =>
        tensor.Place == PackedPlace.Signs ? Aligned((tensor.Bytes + sizeof(ulong) + 3) / 4) : Aligned(tensor.Count);

    private static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
