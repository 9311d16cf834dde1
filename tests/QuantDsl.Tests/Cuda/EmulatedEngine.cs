using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda;

/// <summary>Has the updates of a model on the CPU run on the emulated device.</summary>
internal static class EmulatedEngine
{
    /// <summary>Puts the engine of the emulated device into a model that was just made, and quantizes its weights anew.</summary>
    /// <param name="store">Memory of the model, which stays its owner's; the engine is disposed with it.</param>
    /// <param name="blocks">Blocks that the device holds at once.</param>
    public static CudaUpdate Attach(ParameterStore store, int blocks = 3)
    {
        EmulatedDevice.Shared.Set(blocks);
        CudaUpdate update = new(store, store.Program!);
        store.Engine.Dispose();
        store.Engine = update;
        foreach (StoredParameter parameter in store.Stored)
        {
            parameter.QuantizedMemory.Tensor.zero_();
            parameter.ScaleMemory.Tensor.zero_();
        }
        update.Run(UpdateKind.Initial, default, default);
        return update;
    }
}
