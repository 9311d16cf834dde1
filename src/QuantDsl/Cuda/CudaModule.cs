using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>Compiled code on a device.</summary>
internal sealed unsafe class CudaModule : IDisposable
{
    private readonly CudaContext _context;
    private nint _handle;

    /// <summary>Loads the code.</summary>
    /// <param name="context">The device; its context must be current on this thread.</param>
    /// <param name="cubin">The code.</param>
    /// <param name="what">Description of the code, for messages.</param>
    public CudaModule(CudaContext context, byte[] cubin, string what)
    {
        _context = context;
        nint handle;
        fixed (byte* image = cubin)
            Check(ModuleLoadDataEx(&handle, image, 0, null, null), $"cuModuleLoadDataEx ({what})");
        _handle = handle;
    }

    /// <summary>Looks up a kernel.</summary>
    public nint Function(string name)
    {
        byte[] text = [.. System.Text.Encoding.ASCII.GetBytes(name), 0];
        nint function;
        fixed (byte* pointer = text)
            Check(ModuleGetFunction(&function, _handle, pointer), $"cuModuleGetFunction ({name})");
        return function;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        using (_context.Enter())
        {
            CudaContext.Wait(); // kernels may still be running
            _ = ModuleUnload(_handle);
        }
        _handle = 0;
    }
}
