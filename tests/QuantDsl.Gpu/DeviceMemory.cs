using System.Runtime.InteropServices;
using QuantDsl.Cuda;

namespace QuantDsl.Gpu;

/// <summary>Device memory by the driver alone, without libtorch.</summary>
internal sealed unsafe class DeviceMemory : IDisposable
{
    private static readonly nint Driver = CudaLibraries.Driver();

    private readonly List<nint> _blocks = [];

    /// <summary>A block whose bytes are all the same.</summary>
    public nint Make(long bytes, byte value = 0)
    {
        nint block;
        CudaDriver.Check(((delegate* unmanaged<nint*, nuint, int>)Function("cuMemAlloc_v2"))(&block, (nuint)bytes), "cuMemAlloc");
        _blocks.Add(block);
        CudaDriver.Check(
            ((delegate* unmanaged<nint, byte, nuint, int>)Function("cuMemsetD8_v2"))(block, value, (nuint)bytes), "cuMemsetD8");
        return block;
    }

    /// <summary>A block with values.</summary>
    public nint Make(float[] values)
    {
        nint block = Make(values.Length * sizeof(float));
        fixed (float* from = values)
        {
            CudaDriver.Check(
                ((delegate* unmanaged<nint, void*, nuint, int>)Function("cuMemcpyHtoD_v2"))(
                    block, from, (nuint)(values.Length * sizeof(float))),
                "cuMemcpyHtoD");
        }
        return block;
    }

    /// <summary>A copy within the device; null where the driver has none (the emulated one).</summary>
    public Action? Copier(long bytes)
    {
        if (!NativeLibrary.TryGetExport(Driver, "cuMemcpyDtoD_v2", out nint copy))
            return null;
        nint from = Make(bytes);
        nint to = Make(bytes);
        return () => CudaDriver.Check(((delegate* unmanaged<nint, nint, nuint, int>)copy)(to, from, (nuint)bytes), "cuMemcpyDtoD");
    }

    /// <summary>Reads values back; waits for what was launched.</summary>
    public static void Read<T>(nint block, Span<T> values)
        where T : unmanaged
    {
        fixed (T* to = values)
        {
            CudaDriver.Check(
                ((delegate* unmanaged<void*, nint, nuint, int>)Function("cuMemcpyDtoH_v2"))(
                    to, block, (nuint)(values.Length * sizeof(T))),
                "cuMemcpyDtoH");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint block in _blocks)
            _ = ((delegate* unmanaged<nint, int>)Function("cuMemFree_v2"))(block);
    }

    private static void* Function(string name) => (void*)NativeLibrary.GetExport(Driver, name);
}
