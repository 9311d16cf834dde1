using System.ComponentModel;
using QuantDsl.Cuda;
using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>The engines of devices other than the CPU.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeviceEngine
{
    /// <summary>The engine of a model's device; null for a model on the CPU, which has an engine of its own.</summary>
    /// <param name="store">Memory of the model.</param>
    /// <param name="program">Its code for CUDA.</param>
    /// <exception cref="CudaException">Something is missing, or the code does not compile.</exception>
    public static IUpdateEngine? For(ParameterStore store, CudaProgram program)
    {
        store.Program = program;
        return store.Device.type == DeviceType.CUDA ? new CudaUpdate(store, program) : null;
    }
}
