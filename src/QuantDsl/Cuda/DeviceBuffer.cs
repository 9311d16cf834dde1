using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>Memory of a device by its driver. The device's context must be the thread's while it is made, filled and read.</summary>
internal sealed unsafe class DeviceBuffer : IDisposable
{
    private readonly CudaContext _context;
    private nint _address;

    /// <summary>Allocates memory, at least one byte.</summary>
    /// <param name="context">Where.</param>
    /// <param name="bytes">How much.</param>
    /// <exception cref="CudaException">There is not so much.</exception>
    public DeviceBuffer(CudaContext context, long bytes)
    {
        _context = context;
        nint address;
        Check(MemAlloc(&address, (nuint)Math.Max(1, bytes)), "cuMemAlloc");
        _address = address;
    }

    /// <summary>Where it is, on the device.</summary>
    public nint Address => _address;

    /// <summary>Fills its beginning, after what was launched before. Returns when the values were read, even if the device still works.</summary>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* from = values)
            Check(MemcpyHtoDAsync(_address, from, (nuint)(values.Length * sizeof(T)), DefaultStream), "cuMemcpyHtoDAsync");
    }

    /// <summary>Reads its beginning; waits for what was launched before.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        T value;
        Check(MemcpyDtoH(&value, _address, (nuint)sizeof(T)), "cuMemcpyDtoH");
        return value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_address == 0)
            return;
        nint outer = _context.Enter();
        _ = MemFree(_address);
        _address = 0;
        _context.Leave(outer);
    }
}
