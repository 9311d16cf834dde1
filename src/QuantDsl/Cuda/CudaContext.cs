using System.Runtime.InteropServices;
using static System.FormattableString;
using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>The primary context of a GPU, which all of a process share: libtorch, too, if somebody has tensors there.</summary>
internal sealed unsafe class CudaContext : IDisposable
{
    private const int LongestName = 256;

    private readonly int _device;
    private readonly nint _handle;
    private bool _isDisposed;

    /// <summary>Retains the primary context of a device.</summary>
    /// <param name="index">Number of the device.</param>
    /// <exception cref="CudaException">There is no driver or no such device.</exception>
    public CudaContext(int index)
    {
        int version, device, count = CountDevices();
        Check(CudaDriver.DriverGetVersion(&version), "cuDriverGetVersion");
        if (index >= count)
            throw new CudaException(Invariant($"A model was requested on cuda:{index}, but the driver sees {count} GPUs, counted from 0."));
        Check(DeviceGet(&device, index), "cuDeviceGet");
        _device = device;
        DriverVersion = Invariant($"{version / 1000}.{version % 1000 / 10}");
        Name = NameOf(device);
        Major = Attribute(AttributeMajor);
        Architecture = Invariant($"sm_{Major}{Attribute(AttributeMinor)}");
        Multiprocessors = Attribute(AttributeMultiprocessors);
        HasCooperativeLaunch = Attribute(AttributeCooperativeLaunch) != 0;
        nint handle;
        Check(DevicePrimaryCtxRetain(&handle, device), "cuDevicePrimaryCtxRetain");
        _handle = handle;
    }

    /// <summary>Latest version of CUDA that the driver supports, such as 12.8.</summary>
    public string DriverVersion { get; }

    /// <summary>Name of the GPU.</summary>
    public string Name { get; }

    /// <summary>Architecture for which code is compiled, such as <c>sm_90</c>.</summary>
    public string Architecture { get; }

    /// <summary>Major number of the compute capability, such as 9.</summary>
    public int Major { get; }

    /// <summary>Number of multiprocessors.</summary>
    public int Multiprocessors { get; }

    /// <summary>Whether cooperative launches are supported, in which blocks can wait for each other.</summary>
    public bool HasCooperativeLaunch { get; }

    /// <summary>Asks the driver how many GPUs there are.</summary>
    /// <exception cref="CudaException">There is no driver, or it fails.</exception>
    public static int CountDevices()
    {
        CudaLibraries.Driver();
        int result = Init(0);
        if (result == NoDevice)
            return 0;
        Check(result, "cuInit");
        int count;
        Check(DeviceGetCount(&count), "cuDeviceGetCount");
        return count;
    }

    /// <summary>Makes the context current on this thread, until the result is disposed: <c>using (context.Enter())</c>.</summary>
    /// <exception cref="CudaException">The driver refuses it.</exception>
    public Stay Enter()
    {
        nint outer;
        Check(CtxGetCurrent(&outer), "cuCtxGetCurrent");
        if (outer != _handle)
            Check(CtxSetCurrent(_handle), "cuCtxSetCurrent");
        return new Stay(outer, isOther: outer != _handle);
    }

    /// <summary>Waits for all that was launched. The context must be the thread's; what goes wrong is told by later calls.</summary>
    public static void Wait() => _ = CtxSynchronize();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = DevicePrimaryCtxRelease(_device); // the driver may be unloaded already when the process ends
    }

    /// <summary>The time in which a context is the thread's; afterwards that of before is so again, or none.</summary>
    public readonly ref struct Stay
    {
        private readonly nint _outer;
        private readonly bool _isOther;

        internal Stay(nint outer, bool isOther) => (_outer, _isOther) = (outer, isOther);

        /// <summary>Restores the thread's context.</summary>
        public void Dispose()
        {
            if (_isOther)
                _ = CtxSetCurrent(_outer); // which it was before; an exception may be in flight
        }
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
