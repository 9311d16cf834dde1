using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Cuda;

/// <summary>Accumulates losses on the device, so that a step does not have to wait for it.</summary>
internal sealed class DeviceLosses : IDisposable
{
    private Tensor? _sum;
    private CudaUpdate? _cuda;

    /// <summary>Adds a loss that is still on the device, and releases it.</summary>
    public void Add(in StepLoss loss)
    {
        using Tensor scalar = loss.OnDevice!;
        _sum ??= zeros([], dtype: ScalarType.Float64, device: scalar.device);
        _sum.add_(scalar, Scalars.One);
        _cuda = loss.Cuda;
    }

    /// <summary>Waits for the sum and returns it; the next sum starts at 0.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a gradient was NaN or infinite.</exception>
    public double Fetch()
    {
        if (_sum is null)
            return 0;
        double sum = _sum.item<double>();
        _sum.zero_();
        _cuda!.ThrowIfDiverged(sum);
        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sum?.Dispose();
        _sum = null;
    }
}
