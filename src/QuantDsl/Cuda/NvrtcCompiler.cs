using System.Runtime.InteropServices;
using System.Text;
using static System.FormattableString;

namespace QuantDsl.Cuda;

/// <summary>Compiles CUDA C for one architecture.</summary>
internal sealed unsafe class NvrtcCompiler
{
    private const int MostLines = 20;

    /// <summary>Loads NVRTC.</summary>
    /// <exception cref="CudaException">NVRTC was not found.</exception>
    public NvrtcCompiler()
    {
        CudaLibraries.Nvrtc();
        int major, minor;
        Check(Nvrtc.Version(&major, &minor), "nvrtcVersion");
        Version = Invariant($"{major}.{minor}");
    }

    /// <summary>Version, such as 12.8.</summary>
    public string Version { get; }

    /// <summary>
    /// Compiler options for an architecture such as <c>sm_90</c>. Without contraction of a·b + c, results are rounded as on the CPU. A generic
    /// lambda in a function of the device counts as a function of the host, which is refused, unless the device is the default.
    /// </summary>
    public static IReadOnlyList<string> Options(string architecture) =>
        [$"--gpu-architecture={architecture}", "--fmad=false", "--std=c++17", "--device-as-default-execution-space"];

    /// <summary>The first lines of a log.</summary>
    public static string Shorten(string log)
    {
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Take(MostLines))
            + (lines.Length > MostLines ? Invariant($"\n({lines.Length - MostLines} more lines)") : "");
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="model">Name of the model, for messages.</param>
    /// <param name="source">CUDA C++.</param>
    /// <param name="options">See <see cref="Options"/>.</param>
    /// <param name="log">What the compiler has to say of it, usually nothing.</param>
    /// <returns>The code, as a CUBIN.</returns>
    /// <exception cref="CudaException">
    /// The program does not compile; the message has the name of the model and the compiler's log.
    /// </exception>
    public byte[] Compile(string model, string source, IReadOnlyList<string> options, out string log)
    {
        nint handle;
        Check(Nvrtc.CreateProgram(&handle, source, model + ".cu", 0, null, null), "nvrtcCreateProgram");
        nint[] texts = [.. options.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            int result;
            fixed (nint* pointers = texts)
                result = Nvrtc.CompileProgram(handle, texts.Length, pointers);
            log = Log(handle);
            if (result != 0)
                throw Refused(model, options, result, log);
            nuint size;
            Check(Nvrtc.GetCubinSize(handle, &size), "nvrtcGetCUBINSize");
            byte[] cubin = new byte[size];
            fixed (byte* bytes = cubin)
                Check(Nvrtc.GetCubin(handle, bytes), "nvrtcGetCUBIN");
            return cubin;
        }
        finally
        {
            foreach (nint text in texts)
                Marshal.FreeCoTaskMem(text);
            _ = Nvrtc.DestroyProgram(&handle); // it can only report that the program does not exist
        }
    }

    private static string Log(nint program)
    {
        nuint size;
        Check(Nvrtc.GetProgramLogSize(program, &size), "nvrtcGetProgramLogSize");
        byte[] log = new byte[size];
        fixed (byte* bytes = log)
            Check(Nvrtc.GetProgramLog(program, bytes), "nvrtcGetProgramLog");
        return Encoding.UTF8.GetString(log).TrimEnd('\0');
    }

    private CudaException Refused(string model, IReadOnlyList<string> options, int result, string log)
    {
        string advice = result == Nvrtc.InvalidOption
            ? $" This NVRTC may be older than the GPU: name a newer one in {CudaLibraries.NvrtcVariable}."
            : result == Nvrtc.CompilationError ? " This is an error of QuantDsl: please report it with these lines." : "";
        return new CudaException(
            $"The CUDA code of {model} was not compiled by NVRTC {Version} ({string.Join(' ', options)}): {Words(result)}.{advice}\n"
            + Shorten(log));
    }

    private static void Check(int result, string call)
    {
        if (result != 0)
            throw new CudaException(Invariant($"{call} failed with {Words(result)} ({result})."));
    }

    private static string Words(int result) => Marshal.PtrToStringUTF8((nint)Nvrtc.GetErrorString(result)) ?? "an unknown error";
}
