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
        long ofKept = 0, ofTransient = 0;
        foreach (PackedTensor tensor in tensors) // programs for small devices get no LINQ from here
        {
            (tensor.Place == PackedPlace.Kept ? ref ofKept : ref ofTransient) += Floats(tensor);
            ofTransient += Aligned(tensor.Scales) + Values(tensor);
        }
        _kept = new NativeFloats(ofKept);
        _transient = new NativeFloats(ofTransient);
        float* kept = _kept.Data, transient = _transient.Data;
        for (int i = 0; i < tensors.Count; i++)
        {
            PackedTensor tensor = tensors[i];
            ref float* next = ref tensor.Place == PackedPlace.Kept ? ref kept : ref transient;
            _places[i] = next;
            next += Floats(tensor);
            _scales[i] = transient;
            transient += Aligned(tensor.Scales) + Values(tensor);
            Fill(file, tensor, _places[i], _scales[i]);
        }
    }

    /// <summary>The weights of a layer.</summary>
    /// <param name="tensor">Number of the tensor.</param>
    public LayerWeights Weights(int tensor)
    {
        PackedTensor weights = _tensors[tensor];
        float* place = _places[tensor], scales = _scales[tensor];
        int outputsOfScale = weights.Rows == 1 ? int.MaxValue : weights.Shape[0] / weights.Rows;
        LayerWeights result = weights.Place switch
        {
            PackedPlace.Signs => new(new WeightSigns((byte*)place, 0), scales),
            PackedPlace.Codes => new(new PackedCodes((byte*)place, scales + Aligned(weights.Scales)), scales, outputsOfScale),
            _ => new(place, scales, outputsOfScale),
        };
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
        if (tensor.IsFloat || IsAsInFile(tensor))
            bytes.CopyTo(new Span<byte>(place, bytes.Length));
        if (tensor.IsFloat)
            return;
        var rows = new Span<float>(scales, tensor.Scales);
        file[tensor.ScaleName].CopyTo(MemoryMarshal.AsBytes(rows));
        if (!IsAsInFile(tensor))
            LevelDecoder.Run(tensor, bytes, rows, new Span<float>(place, tensor.Count));
        else if (Values(tensor) > 0)
            LevelTable.Write(tensor, rows, new Span<float>(scales + Aligned(tensor.Scales), 1 << tensor.Bits));
    }

    /// <summary>Whether layers pack the bits as they are in the file.</summary>
    private static bool IsAsInFile(PackedTensor tensor) => tensor.Place is PackedPlace.Signs or PackedPlace.Codes;

    /// <summary>Room for a tensor; bits are read in words of eight bytes.</summary>
    private static long Floats(PackedTensor tensor) =>
        IsAsInFile(tensor) ? Aligned((tensor.Bytes + sizeof(ulong) + 3) / 4) : Aligned(tensor.Count);

    /// <summary>Room for what codes stand for, if it is the same in all rows.</summary>
    private static long Values(PackedTensor tensor) =>
        tensor.Place == PackedPlace.Codes && tensor.Rows == 1 ? Aligned(1 << tensor.Bits) : 0;

    private static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;
}
