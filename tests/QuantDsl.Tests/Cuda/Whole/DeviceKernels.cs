using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Kernels of a source behind the library's templates, on the emulated device, and memory for them.</summary>
internal sealed unsafe class DeviceKernels : IDisposable
{
    /// <summary>What stands before the name of a kernel.</summary>
    public const string Kernel = "extern \"C\" __global__ void __launch_bounds__(Threads)";

    private readonly nint _module;
    private readonly List<nint> _memory = [];

    /// <param name="source">The kernels.</param>
    /// <param name="change">Makes a defect in the complete source; null: none.</param>
    /// <param name="isTraced">Whether bounds and races are looked for.</param>
    public DeviceKernels(string source, Func<string, string>? change = null, bool isTraced = false)
    {
        string complete = EmptyNetwork.With(source).Source;
        Device.Set(blocks: 4);
        _module = Device.Driver.Load(
            Device.Compiler.Compile(
                "Kernels.cu", change?.Invoke(complete) ?? complete, isTraced ? EmulatedCompiler.Traced : EmulatedCompiler.Unoptimized));
    }

    private static EmulatedDevice Device => EmulatedDevice.Shared;

    /// <summary>Memory with numbers.</summary>
    public Numbers Memory(int count, Func<int, double> number)
    {
        nint address = Device.Driver.Allocate(count * sizeof(float));
        _memory.Add(address);
        var memory = new Numbers(address, count);
        for (int i = 0; i < count; i++)
            memory[i] = (float)number(i);
        return memory;
    }

    /// <summary>Memory that nothing was written to.</summary>
    public Numbers Memory(int count)
    {
        nint address = Device.Driver.Allocate(count * sizeof(float));
        _memory.Add(address);
        return new(address, count);
    }

    /// <summary>Launches a kernel with addresses, then a number of samples.</summary>
    public void Launch(string name, int blocks, int samples, params Numbers[] memory)
    {
        nint[] addresses = [.. memory.Select(numbers => numbers.Address)];
        nint[] arguments = new nint[addresses.Length + 1];
        fixed (nint* first = addresses)
        {
            for (int i = 0; i < addresses.Length; i++)
                arguments[i] = (nint)(first + i);
            arguments[^1] = (nint)(&samples);
            Device.Driver.Launch(Device.Driver.Function(_module, name), blocks, threads: 256, isCooperative: false, arguments);
        }
    }

    public void Dispose()
    {
        _memory.ForEach(Device.Driver.Free);
        Device.Driver.Unload(_module);
    }

    /// <summary>Numbers on the device, which the host sees.</summary>
    internal readonly record struct Numbers(nint Address, int Count)
    {
        public float this[int i]
        {
            get => ((float*)Address)[i];
            set => ((float*)Address)[i] = value;
        }
    }
}
