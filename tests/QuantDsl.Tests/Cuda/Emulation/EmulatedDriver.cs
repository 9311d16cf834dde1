using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>The driver's functions as far as tests call them past the runtime. An error is an exception that says what happened.</summary>
internal sealed unsafe class EmulatedDriver
{
    private readonly nint _library;
    private readonly nint _context;
    private readonly delegate* unmanaged<nint, int> _setCurrent;
    private readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> _launch;
    private readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, int> _launchCooperative;

    public EmulatedDriver(nint library)
    {
        _library = library;
        var init = (delegate* unmanaged<uint, int>)Export("cuInit");
        var retain = (delegate* unmanaged<nint*, int, int>)Export("cuDevicePrimaryCtxRetain");
        _setCurrent = (delegate* unmanaged<nint, int>)Export("cuCtxSetCurrent");
        _launch = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Export("cuLaunchKernel");
        _launchCooperative =
            (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, int>)Export("cuLaunchCooperativeKernel");
        Check(init(0));
        nint context;
        Check(retain(&context, 0));
        _context = context;
    }

    public nint Load(byte[] cubin)
    {
        MakeCurrent();
        var load = (delegate* unmanaged<nint*, byte*, uint, int*, void**, int>)Export("cuModuleLoadDataEx");
        nint module;
        fixed (byte* image = cubin)
            Check(load(&module, image, 0, null, null));
        return module;
    }

    public void Unload(nint module) => Check(((delegate* unmanaged<nint, int>)Export("cuModuleUnload"))(module));

    public nint Function(nint module, string name)
    {
        var get = (delegate* unmanaged<nint*, nint, byte*, int>)Export("cuModuleGetFunction");
        nint function;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
            Check(get(&function, module, text));
        return function;
    }

    /// <summary>Device memory, which the host can read and write here; there are guards around it.</summary>
    public nint Allocate(int bytes)
    {
        MakeCurrent();
        nint memory;
        Check(((delegate* unmanaged<nint*, nuint, int>)Export("cuMemAlloc_v2"))(&memory, (nuint)bytes));
        return memory;
    }

    public void Free(nint memory) => Check(((delegate* unmanaged<nint, int>)Export("cuMemFree_v2"))(memory));

    /// <summary>Runs a kernel with pointers to its arguments.</summary>
    public void Launch(nint function, int blocks, int threads, bool isCooperative, params ReadOnlySpan<nint> arguments)
    {
        MakeCurrent();
        fixed (nint* first = arguments)
        {
            Check(isCooperative
                ? _launchCooperative(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, 0, 0, (void**)first)
                : _launch(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, 0, 0, (void**)first, null));
        }
    }

    /// <summary>xunit runs tests on any thread.</summary>
    private void MakeCurrent() => Check(_setCurrent(_context));

    private void Check(int result)
    {
        if (result == 0)
            return;
        byte* name = null;
        byte* words = null;
        ((delegate* unmanaged<int, byte**, int>)Export("cuGetErrorName"))(result, &name);
        ((delegate* unmanaged<int, byte**, int>)Export("cuGetErrorString"))(result, &words);
        string code = Marshal.PtrToStringUTF8((nint)name) ?? result.ToString(CultureInfo.InvariantCulture);
        throw new EmulationException($"{code}: {Marshal.PtrToStringUTF8((nint)words)}");
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
