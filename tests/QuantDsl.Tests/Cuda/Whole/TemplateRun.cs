using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Kernels behind the network's templates, on memory that host and kernels share: each gets its address.</summary>
internal sealed unsafe class TemplateRun : IDisposable
{
    private readonly nint _module;
    private readonly nint _memory;
    private readonly int _floats;

    /// <param name="source">The kernels.</param>
    /// <param name="floats">Size of the memory; what was not written there is NaN.</param>
    public TemplateRun(string source, int floats)
    {
        byte[] code = EmulatedDevice.Shared.Compiler.Compile(
            "Kernels.cu", EmptyNetwork.With(source).Source, EmulatedCompiler.Unoptimized);
        _module = Driver.Load(code);
        _memory = Driver.Allocate(floats * sizeof(float));
        _floats = floats;
        Memory.Fill(float.NaN);
    }

    public Span<float> Memory => new((void*)_memory, _floats);

    public Span<int> Integers => new((void*)_memory, _floats);

    private static EmulatedDriver Driver => EmulatedDevice.Shared.Driver;

    public void Launch(string kernel, int blocks)
    {
        nint memory = _memory;
        EmulatedDevice.Shared.Set(blocks: 3, order: 1);
        Driver.Launch(Driver.Function(_module, kernel), blocks, 256, false, (nint)(&memory));
    }

    public void Dispose()
    {
        Driver.Free(_memory);
        Driver.Unload(_module);
    }
}
