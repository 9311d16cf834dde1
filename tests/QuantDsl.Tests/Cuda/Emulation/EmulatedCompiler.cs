using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using QuantDsl.Cuda;

namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>NVRTC's functions as far as tests call them past the runtime.</summary>
internal sealed unsafe class EmulatedCompiler(nint library)
{
    /// <summary>The program notes what it reads and writes, so that bounds and races are seen.</summary>
    public const string Traced = "--emulate-traces";

    /// <summary>A large program that has little to do is compiled in a tenth of the time.</summary>
    public const string Unoptimized = "--emulate-unoptimized";

    private readonly ConcurrentDictionary<(string Source, string? Option), Lazy<byte[]>> _compiled = new();

    /// <summary>What a source compiles to; each is compiled once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="source">The source.</param>
    /// <param name="option">An option of the emulated compiler alone; null: none.</param>
    public byte[] Compile(string name, string source, string? option = null) =>
        _compiled.GetOrAdd((source, option), _ => new(() => CompileNow(name, source, option))).Value;

    /// <summary>Begins to compile sources that will be asked for.</summary>
    public void Prepare(string name, IEnumerable<string> sources) =>
        Task.Run(() => Parallel.ForEach(sources, source => Compile(name, source)));

    /// <summary>NVRTC's result, the binary and the log.</summary>
    public (int Result, byte[] Cubin, string Log) TryCompile(string name, string source, params string[] options)
    {
        var create =
            (delegate* unmanaged<nint*, byte*, byte*, int, void*, void*, int>)NativeLibrary.GetExport(library, "nvrtcCreateProgram");
        var compile = (delegate* unmanaged<nint, int, nint*, int>)NativeLibrary.GetExport(library, "nvrtcCompileProgram");
        var destroy = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "nvrtcDestroyProgram");
        nint program;
        fixed (byte* text = Encoding.UTF8.GetBytes(source + "\0"), words = Encoding.UTF8.GetBytes(name + "\0"))
            Assert.Equal(0, create(&program, text, words, 0, null, null));
        nint[] texts = [.. options.Select(Marshal.StringToCoTaskMemUTF8)];
        int result;
        fixed (nint* first = texts)
            result = compile(program, texts.Length, first);
        byte[] cubin = result == 0 ? Bytes(program, "nvrtcGetCUBINSize", "nvrtcGetCUBIN") : [];
        string log = Encoding.UTF8.GetString(Bytes(program, "nvrtcGetProgramLogSize", "nvrtcGetProgramLog")).TrimEnd('\0');
        foreach (nint text in texts)
            Marshal.FreeCoTaskMem(text);
        Assert.Equal(0, destroy(&program));
        return (result, cubin, log);
    }

    private byte[] CompileNow(string name, string source, string? option)
    {
        string[] more = option is null ? [] : [option];
        string[] options = [.. NvrtcCompiler.Options("sm_90"), .. more];
        (int result, byte[] cubin, string log) = TryCompile(name, source, options);
        Assert.True(result == 0, $"{name} does not compile:\n{log}");
        Assert.True(log.Length == 0, $"{name} compiles with warnings:\n{log}");
        return cubin;
    }

    private byte[] Bytes(nint program, string sizeFunction, string bytesFunction)
    {
        var getSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, sizeFunction);
        var getBytes = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, bytesFunction);
        nuint size;
        Assert.Equal(0, getSize(program, &size));
        byte[] bytes = new byte[size];
        fixed (byte* first = bytes)
            Assert.Equal(0, getBytes(program, first));
        return bytes;
    }
}
