using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>The raw bytes of tensors in pieces, because a <see cref="Span{T}"/> ends at 2 GB and a tensor does not.</summary>
internal static class TensorBytes
{
    /// <summary>Largest piece; a multiple of every element size.</summary>
    public const int PieceBytes = 4 << 20;

    /// <summary>Hands out the elements in row-major order, copied first where the tensor is strided or on a device.</summary>
    public static void Read(Tensor tensor, Action<ReadOnlySpan<byte>> take)
    {
        using DisposeScope scope = NewDisposeScope();
        ForEachPiece(tensor.detach().cpu().contiguous(), piece => take(piece));
    }

    /// <summary>Overwrites every element in row-major order, through a copy where the tensor is strided or on a device.</summary>
    public static void Fill(Tensor tensor, Action<Span<byte>> fill)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor target = tensor.detach();
        if (target.device_type == DeviceType.CPU && target.is_contiguous())
        {
            ForEachPiece(target, fill);
            return;
        }

        Tensor staging = empty(target.shape, target.dtype, CPU);
        ForEachPiece(staging, fill);
        target.copy_(staging);
    }

    private static void ForEachPiece(Tensor contiguous, Action<Span<byte>> action)
    {
        Tensor flat = contiguous.flatten();
        long step = PieceBytes / flat.ElementSize;
        for (long begin = 0; begin < flat.NumberOfElements; begin += step)
        {
            using Tensor piece = flat.narrow(0, begin, Math.Min(step, flat.NumberOfElements - begin));
            action(piece.bytes);
        }
    }
}
