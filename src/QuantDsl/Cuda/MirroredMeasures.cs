using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>What was measured of each parameter of a model with <see cref="ZigZagAttribute"/>.</summary>
internal readonly struct MirroredMeasures(WholeStep device, ZigZagMeter meter) : IMirrored
{
    /// <inheritdoc/>
    public void Send() => device.WriteMeasures(meter.Put());

    /// <inheritdoc/>
    public void Fetch() => meter.Take(device.ReadMeasures());
}
