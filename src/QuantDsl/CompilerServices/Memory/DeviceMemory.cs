using System.Runtime.InteropServices;
using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Memory of a CUDA device: a tensor of libtorch.</summary>
internal sealed class DeviceMemory : FlatMemory
{
    private readonly Device _device;

    /// <summary>Allocates zeros.</summary>
    /// <param name="device">The device.</param>
    /// <param name="count">Number of values.</param>
    public DeviceMemory(Device device, int count)
    {
        _device = device;
        Count = count;
        _ = Tensor; // allocates it
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override void Read(int start, int count, Action<ReadOnlySpan<byte>> take)
    {
        using Tensor part = Tensor.narrow(0, start, count);
        TensorBytes.Read(part, take);
    }

    /// <inheritdoc/>
    public override void Fill(int start, int count, Action<Span<byte>> fill)
    {
        using Tensor part = Tensor.narrow(0, start, count);
        TensorBytes.Fill(part, fill);
    }

    /// <inheritdoc/>
    public override void CopyTo(int start, Span<float> values)
    {
        using Tensor part = Tensor.narrow(0, start, values.Length);
        using Tensor here = part.cpu();
        MemoryMarshal.Cast<byte, float>(here.bytes).CopyTo(values);
    }

    /// <inheritdoc/>
    public override void Write(int start, ReadOnlySpan<float> values)
    {
        using Tensor part = Tensor.narrow(0, start, values.Length);
        using Tensor here = tensor(values.ToArray(), dtype: ScalarType.Float32, device: CPU);
        part.copy_(here);
    }

    /// <inheritdoc/>
    public override FlatMemory Clone()
    {
        var copy = new DeviceMemory(_device, Count);
        copy.CopyFrom(this);
        return copy;
    }

    /// <inheritdoc/>
    public override void CopyFrom(FlatMemory other) => Tensor.copy_(other.Tensor);

    /// <inheritdoc/>
    protected override Tensor MakeTensor() => zeros(Count, dtype: ScalarType.Float32, device: _device);
}
