using System.Globalization;
using System.Text;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The kernels' source: the templates in <c>Kernels/*.cuh</c>, which are embedded in the library, before what is the model's.
/// </summary>
internal static class KernelSource
{
    private static readonly string[] Parts =
    [
        "Layout", "Block", "Grids", "Adam", "Solvers", "Sort", "Exact", "Measures", "Packing", "Accumulate", "Quantize",
    ];

    private static readonly string[] NetworkParts =
    [
        "Views", "Epoch", "Shards", "Functions", "Activations", "Products", "Linear", "Convolution", "GroupedConvolution", "Pooling",
        "Pointwise", "Concatenation", "Dropout", "BatchNorm", "LayerNorm", "Recurrent", "Lstm", "Gru", "Tokens", "Losses", "NumberLosses",
        "Evaluation", "Mma", "Panels", "TensorProducts", "PackedWeights", "TensorLayers", "TensorRecurrence",
    ];

    private static readonly Lazy<string> Templates = new(() => Read(Parts));

    private static readonly Lazy<string> NetworkTemplates = new(() => Read(NetworkParts));

    /// <summary>The source of a program.</summary>
    public static string Complete(CudaProgram program) => Complete(program, []);

    /// <summary>The source of a whole step: the update's, then that of the network.</summary>
    public static string Complete(CudaNetwork network) =>
        $"{Complete(network.Update, network.Packed)}{NetworkTemplates.Value}"
        + $"#line 1 \"{network.Update.Model}.step.cu\"\n{network.OwnSource}\n";

    private static string Complete(CudaProgram program, CudaPackedWeights[] packed)
    {
        int taps = packed.Select(weights => weights.Taps).DefaultIfEmpty().Max();
        string constants = string.Create(
            CultureInfo.InvariantCulture,
            $"const int SharedScales = {program.SharedScales}; // scales that all blocks solve together\n"
            + $"const int PackedTaps = {taps}; // of the largest window whose weights the update packs; 0: of none\n");
        return $"{constants}{Templates.Value}#line 1 \"{program.Model}.cu\"\n{program.OwnSource}\n";
    }

    private static string Read(IEnumerable<string> parts) =>
        string.Concat(parts.Select(part => $"#line 1 \"{part}.cuh\"\n{Read(part)}\n"));

    private static string Read(string part)
    {
        using Stream stream = typeof(KernelSource).Assembly.GetManifestResourceStream($"QuantDsl.Cuda.{part}.cuh")
            ?? throw new InvalidOperationException($"{part}.cuh is not embedded in the library.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
