using System.ComponentModel;
using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The loss of a step. On the CPU it is known at once; a loss on a device stays there until it is fetched, because fetching waits for the
/// device.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StepLoss : IDisposable
{
    private readonly float _value;
    private readonly CudaUpdate? _cuda;

    private StepLoss(float value, Tensor? onDevice, CudaUpdate? cuda) => (_value, OnDevice, _cuda) = (value, onDevice, cuda);

    /// <summary>The loss of a pass.</summary>
    /// <param name="cost">The loss, a scalar, which the caller disposes.</param>
    /// <param name="engine">The engine of the model.</param>
    public static StepLoss Of(Tensor cost, IUpdateEngine engine)
    {
        if (engine is not CudaUpdate cuda)
            return new StepLoss(cost.item<float>(), null, null);
        Tensor onDevice = cost.detach();
        cuda.Watch(onDevice);
        return new StepLoss(float.NaN, onDevice, cuda);
    }

    /// <summary>A loss that is known.</summary>
    public static StepLoss Of(float value) => new(value, null, null);

    /// <summary>Whether the value is known, that is, not on a device.</summary>
    public bool IsKnown => OnDevice is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The value is still on the device; use <see cref="Fetch"/>.</exception>
    public float Value => IsKnown
        ? _value
        : throw new InvalidOperationException("The loss is still on the device. Fetch waits for it; IsKnown says whether that is needed.");

    /// <summary>The scalar on the device.</summary>
    internal Tensor? OnDevice { get; }

    /// <summary>The engine of its model.</summary>
    internal CudaUpdate? Cuda => _cuda;

    /// <summary>Returns the value, waiting for a device if necessary, and releases the loss.</summary>
    /// <exception cref="TrainingDivergedException">The loss on a device is NaN or infinite, or a gradient was.</exception>
    public float Fetch()
    {
        if (OnDevice is not { } scalar)
            return _value;
        using (scalar)
        {
            float value = scalar.item<float>();
            _cuda!.ThrowIfDiverged(value);
            return value;
        }
    }

    /// <summary>Releases a loss on a device that was never fetched.</summary>
    public void Dispose() => OnDevice?.Dispose();
}
