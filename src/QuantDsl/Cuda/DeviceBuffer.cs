using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>
/// Device memory, allocated by the driver. The device's context must be current on the thread that allocates, fills and reads it.
/// </summary>
internal sealed unsafe class DeviceBuffer : IDisposable
{
    private readonly CudaContext _context;
    private nint _address;

    /// <summary>Allocates memory, at least one byte.</summary>
    /// <param name="context">The device.</param>
    /// <param name="bytes">Number of bytes.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public DeviceBuffer(CudaContext context, long bytes)
    {
        _context = context;
        nint address;
        Check(MemAlloc(&address, (nuint)Math.Max(1, bytes)), "cuMemAlloc");
        _address = address;
    }

    /// <summary>Address on the device.</summary>
    public nint Address => _address;

    /// <summary>
    /// Fills the beginning of the memory, after earlier launches. Returns when the values have been read, even if the device is still busy.
    /// </summary>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return; // of which the driver may refuse the address
        fixed (T* from = values)
            Check(MemcpyHtoDAsync(_address, from, (nuint)((long)values.Length * sizeof(T)), DefaultStream), "cuMemcpyHtoDAsync");
    }

    /// <summary>Fills a part of the memory.</summary>
    /// <inheritdoc cref="Write{T}(ReadOnlySpan{T})"/>
    public void Write<T>(long start, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return; // of which the driver may refuse the address
        fixed (T* from = values)
        {
            nint to = _address + checked((nint)(start * sizeof(T)));
            Check(MemcpyHtoDAsync(to, from, (nuint)((long)values.Length * sizeof(T)), DefaultStream), "cuMemcpyHtoDAsync");
        }
    }

    /// <summary>Reads the beginning of the memory; waits for earlier launches.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        T value;
        Check(MemcpyDtoH(&value, _address, (nuint)sizeof(T)), "cuMemcpyDtoH");
        return value;
    }

    /// <summary>Reads the beginning of the memory; waits for earlier launches.</summary>
    public void Read<T>(Span<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return; // of which the driver may refuse the address
        fixed (T* to = values)
            Check(MemcpyDtoH(to, _address, (nuint)((long)values.Length * sizeof(T))), "cuMemcpyDtoH");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_address == 0)
            return;
        using (_context.Enter())
            _ = MemFree(_address);
        _address = 0;
    }
}
