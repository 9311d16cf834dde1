using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// What measures compare a step with, weight by weight: the gradient and the signs of the update of the one before, and the levels after
/// it. Only checkpoints carry it between device and host.
/// </summary>
internal readonly struct MirroredMeasuredStep(WholeStep device, ParameterStore store) : IMirrored
{
    private ZigZagState State => store.ZigZag!.State;

    private Span<float> Gradients => State.Gradients[..device.MeasuredValues];

    private Span<sbyte> Levels => State.Levels.IsEmpty ? [] : State.Levels[..device.MeasuredValues];

    /// <inheritdoc/>
    public void Send()
    {
        sbyte[] directions = new sbyte[device.MeasuredValues];
        UpdateSigns.Unpack(device.Parameters, State.Signs, directions);
        device.WriteMeasuredStep(Gradients, directions, Levels);
    }

    /// <inheritdoc/>
    public void Fetch()
    {
        sbyte[] directions = new sbyte[device.MeasuredValues];
        device.ReadMeasuredStep(Gradients, directions, Levels);
        UpdateSigns.Pack(device.Parameters, directions, State.Signs);
    }
}
