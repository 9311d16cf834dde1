namespace QuantDsl.Cuda;

/// <summary>The losses of an epoch, where a device adds them up.</summary>
internal sealed class DeviceLosses
{
    private IDeviceLosses? _ofEpoch;

    /// <summary>From now on the device itself adds the losses of the epoch.</summary>
    /// <param name="losses">Who asks it.</param>
    public void Begin(IDeviceLosses losses) => _ofEpoch = losses;

    /// <summary>Waits for the device, if there is one: the losses of the epoch.</summary>
    /// <param name="sum">Those of the epoch as they are known.</param>
    /// <exception cref="TrainingDivergedException">A loss or a gradient was NaN or infinite.</exception>
    public double Fetch(double sum) => _ofEpoch?.Total() ?? sum;

    /// <summary>Waits for the device; the loss of the last step.</summary>
    public float Last() => _ofEpoch!.Last();

    /// <summary>Ends an epoch, whose losses were fetched.</summary>
    public void EndEpoch() => _ofEpoch = null;
}
