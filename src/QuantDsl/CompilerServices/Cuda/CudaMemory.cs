using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>What an update needs on the device besides the model's own memory.</summary>
internal sealed class CudaMemory : IDisposable
{
    /// <summary>Allocates it.</summary>
    public CudaMemory(ParameterStore store, CudaProgram program)
    {
        using IDisposable trainable = inference_mode(false);
        Exact = zeros(store.FlatScales.numel(), device: store.Device);
        Sums = zeros(program.Sums, dtype: ScalarType.Float64, device: store.Device);
        Fault = full(1, CudaUpdate.NoFault, dtype: ScalarType.Int32, device: store.Device);
        Arrived = zeros(1, dtype: ScalarType.Int32, device: store.Device);
    }

    /// <summary>Scales that were found by sorting, at the places that they have among all scales.</summary>
    public Tensor Exact { get; }

    /// <summary>Sums of the tiles.</summary>
    public Tensor Sums { get; }

    /// <summary>The smallest number of a parameter whose curvature was not finite; <see cref="CudaUpdate.NoFault"/>: none.</summary>
    public Tensor Fault { get; }

    /// <summary>Blocks that wait at a barrier.</summary>
    public Tensor Arrived { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Exact.Dispose();
        Sums.Dispose();
        Fault.Dispose();
        Arrived.Dispose();
    }
}
