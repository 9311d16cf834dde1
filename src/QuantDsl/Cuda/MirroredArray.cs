using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>One array of a model's state.</summary>
internal readonly struct MirroredArray(WholeStep device, DeviceBuffer buffer, HostMemory values) : IMirrored
{
    /// <inheritdoc/>
    public void Send() => device.Send(buffer, values.Stored);

    /// <inheritdoc/>
    public void Fetch() => device.Read(buffer, values.Stored);
}
