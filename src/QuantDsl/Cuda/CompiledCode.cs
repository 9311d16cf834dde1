using System.Globalization;

namespace QuantDsl.Cuda;

/// <summary>Sources compiled for a device, unless that was done before.</summary>
internal static class CompiledCode
{
    private static readonly CubinCache Cache = CubinCache.OfUser();

    /// <summary>The code of a source.</summary>
    /// <param name="context">The device.</param>
    /// <param name="model">Name of the model, for messages.</param>
    /// <param name="source">CUDA C++.</param>
    /// <param name="what">Whose it is and how it was compiled, for messages.</param>
    /// <exception cref="CudaException">NVRTC is missing, or the source does not compile.</exception>
    public static byte[] Of(CudaContext context, string model, string source, out string what)
    {
        var nvrtc = new NvrtcCompiler();
        what = string.Create(
            CultureInfo.InvariantCulture,
            $"{model}, compiled by NVRTC {nvrtc.Version} for {context.Architecture}; driver {context.DriverVersion}");
        IReadOnlyList<string> options = NvrtcCompiler.Options(context.Architecture);
        string key = CubinCache.Key(source, options, nvrtc.Version, context.DriverVersion);
        if (Cache.Find(key) is { } known)
            return known;
        byte[] code = nvrtc.Compile(model, source, options, out _);
        Cache.Keep(key, code);
        return code;
    }
}
