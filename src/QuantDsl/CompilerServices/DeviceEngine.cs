using System.ComponentModel;
using QuantDsl.Cuda;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>The engines of devices other than the CPU.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeviceEngine
{
    /// <summary>Creates the engine of a model's device; returns null for a model on the CPU, whose engine is generated.</summary>
    /// <param name="store">Memory of the model, on the CPU.</param>
    /// <param name="info">The model.</param>
    /// <param name="step">Its whole step.</param>
    /// <exception cref="CudaException">The driver, NVRTC or a device is missing, or the program does not compile.</exception>
    public static IUpdateEngine? For(ParameterStore store, ModelInfo info, Func<CudaNetwork> step) =>
        store.Device.type == DeviceType.CUDA ? new CudaTraining(store, info, step()) : null;
}
