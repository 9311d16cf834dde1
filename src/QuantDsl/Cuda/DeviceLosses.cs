using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Accumulates losses on the device, so that a step does not have to wait for it.</summary>
internal sealed class DeviceLosses : IDisposable
{
    private Tensor? _sum;
    private CudaUpdate? _cuda;
    private IDeviceLosses? _ofEpoch;

    /// <summary>From now on the device itself adds the losses of the epoch.</summary>
    /// <param name="losses">Who asks it.</param>
    public void Begin(IDeviceLosses losses) => _ofEpoch = losses;

    /// <summary>Adds a loss that is still on the device, and releases it.</summary>
    public void Add(in StepLoss loss)
    {
        using Tensor scalar = loss.OnDevice!;
        _sum ??= zeros([], dtype: ScalarType.Float64, device: scalar.device);
        _sum.add_(scalar, Scalars.One);
        _cuda = loss.Cuda;
    }

    /// <summary>Waits for the device, and adds what was added there since the last call.</summary>
    /// <param name="sum">The losses of the epoch so far.</param>
    /// <returns>Those with the others.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a gradient was NaN or infinite.</exception>
    public double Fetch(double sum)
    {
        if (_ofEpoch is { } ofEpoch)
            return ofEpoch.Total();
        if (_sum is null)
            return sum;
        double more = _sum.item<double>();
        _sum.zero_();
        _cuda!.ThrowIfDiverged(more);
        return sum + more;
    }

    /// <summary>Waits for the device; the loss of the last step.</summary>
    /// <param name="change">By how much <see cref="Fetch"/>, called after every step, has changed the sum.</param>
    public float Last(double change) => _ofEpoch?.Last() ?? (float)change;

    /// <summary>Ends an epoch, whose losses were fetched.</summary>
    public void EndEpoch() => _ofEpoch = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _sum?.Dispose();
        _sum = null;
    }
}
