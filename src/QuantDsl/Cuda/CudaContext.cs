using System.Runtime.InteropServices;
using static QuantDsl.Cuda.CudaDriver;
using static System.FormattableString;

namespace QuantDsl.Cuda;

/// <summary>
/// A GPU, and the driver's context of it that libtorch uses too: the primary one. In it the memory of tensors can be used directly, and what is
/// launched on its default stream comes after libtorch's work.
/// </summary>
internal sealed unsafe class CudaContext : IDisposable
{
    private const int LongestName = 256;

    private readonly int _device;
    private readonly nint _handle;
    private bool _isDisposed;

    /// <summary>Takes hold of a device's context.</summary>
    /// <param name="index">Number of the device.</param>
    /// <exception cref="CudaException">There is no driver or no such device.</exception>
    public CudaContext(int index)
    {
        CudaLibraries.Driver();
        Check(Init(0), "cuInit");
        int version, count, device;
        Check(CudaDriver.DriverGetVersion(&version), "cuDriverGetVersion");
        Check(DeviceGetCount(&count), "cuDeviceGetCount");
        if (index >= count)
            throw new CudaException(Invariant($"A model was asked for on cuda:{index}, but the driver sees {count} GPUs, numbered from 0."));
        Check(DeviceGet(&device, index), "cuDeviceGet");
        _device = device;
        DriverVersion = Invariant($"{version / 1000}.{version % 1000 / 10}");
        Name = NameOf(device);
        Architecture = Invariant($"sm_{Attribute(AttributeMajor)}{Attribute(AttributeMinor)}");
        Multiprocessors = Attribute(AttributeMultiprocessors);
        HasCooperativeLaunch = Attribute(AttributeCooperativeLaunch) != 0;
        nint handle;
        Check(DevicePrimaryCtxRetain(&handle, device), "cuDevicePrimaryCtxRetain");
        _handle = handle;
    }

    /// <summary>Newest CUDA that the driver knows, such as 12.8.</summary>
    public string DriverVersion { get; }

    /// <summary>Name of the GPU.</summary>
    public string Name { get; }

    /// <summary>What code is compiled for, such as <c>sm_90</c>.</summary>
    public string Architecture { get; }

    /// <summary>Number of multiprocessors.</summary>
    public int Multiprocessors { get; }

    /// <summary>Whether blocks of one launch can wait for each other.</summary>
    public bool HasCooperativeLaunch { get; }

    /// <summary>Makes the context this thread's.</summary>
    /// <returns>The one it had before, for <see cref="Leave"/>.</returns>
    public nint Enter()
    {
        nint outer;
        Check(CtxGetCurrent(&outer), "cuCtxGetCurrent");
        if (outer != _handle)
            Check(CtxSetCurrent(_handle), "cuCtxSetCurrent");
        return outer;
    }

    /// <summary>Gives the thread back the context it had, if it had one.</summary>
    public void Leave(nint outer)
    {
        if (outer != _handle && outer != 0)
            _ = CtxSetCurrent(outer); // it was current before; and an exception may be on its way
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = DevicePrimaryCtxRelease(_device); // at the end of a process the driver may be gone already
    }

    private static string NameOf(int device)
    {
        byte* name = stackalloc byte[LongestName];
        Check(DeviceGetName(name, LongestName, device), "cuDeviceGetName");
        return Marshal.PtrToStringUTF8((nint)name) ?? "";
    }

    private int Attribute(int attribute)
    {
        int value;
        Check(DeviceGetAttribute(&value, attribute, _device), "cuDeviceGetAttribute");
        return value;
    }
}
