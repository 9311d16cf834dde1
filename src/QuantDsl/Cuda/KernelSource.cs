using System.Globalization;
using System.Text;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The kernels' source: the templates in <c>Kernels/*.cuh</c>, which are embedded in the library, before what is the model's.
/// </summary>
internal static class KernelSource
{
    private static readonly string[] Parts = ["Layout", "Block", "Grids", "Adam", "Solvers", "Accumulate", "Quantize"];

    private static readonly Lazy<string> Templates =
        new(() => string.Concat(Parts.Select(part => $"#line 1 \"{part}.cuh\"\n{Read(part)}\n")));

    /// <summary>The source of a program.</summary>
    public static string Complete(CudaProgram program)
    {
        string count = program.SharedScales.ToString(CultureInfo.InvariantCulture);
        string shared = $"const int SharedScales = {count}; // scales that all blocks solve together\n";
        return $"{shared}{Templates.Value}#line 1 \"{program.Model}.cu\"\n{program.OwnSource}\n";
    }

    private static string Read(string part)
    {
        using Stream stream = typeof(KernelSource).Assembly.GetManifestResourceStream($"QuantDsl.Cuda.{part}.cuh")
            ?? throw new InvalidOperationException($"{part}.cuh is not embedded in the library.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
