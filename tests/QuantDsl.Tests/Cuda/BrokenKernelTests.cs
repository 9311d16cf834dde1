using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;
using Xunit.Sdk;

namespace QuantDsl.Tests.Cuda;

/// <summary>Kernels that are broken on purpose: the comparison with the CPU sees each.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class BrokenKernelTests
{
    private const string Sync = "    __syncthreads();\n";

    private static readonly Dictionary<string, (string Old, string New)> Defects = new()
    {
        ["another β₁"] = ("m = m * 0.9f + g", "m = m * 0.90001f + g"),
        ["another blend"] = ("float direction = m * step.first * step.blend", "float direction = m * step.first * 0.60001f"),
        ["ε forgotten"] = ("float root = sqrtf(v * step.second) + 1E-08f", "float root = sqrtf(v * step.second)"),
        ["no clip"] = ("fminf(fmaxf(w[k], -1.0f), 1.0f)", "fmaxf(w[k], -1.0f)"),
        ["the tile ends early"] = (
            "int end = min(start + TileSize, count);\n    double products",
            "int end = min(start + TileSize, count - 1);\n    double products"),
        ["the tile ends late"] = (
            "int end = min(start + TileSize, count);\n    double products",
            "int end = min(start + TileSize, count + 1);\n    double products"),
        ["a lane of the tail left out"] = (
            "if (k < lanes)\n            to[k] = from[k];",
            "if (k < lanes - 1)\n            to[k] = from[k];"),
        ["sums swapped"] = ("return total > 0 ? products / total : 0;", "return total > 0 ? total / products : 0;"),
        ["a sum of the other side"] = (
            "double squares = combined(sums, first, end, 2 * side + 1);",
            "double squares = combined(sums, first, end, 1);"),
        ["a warp left out of the sum"] = ("warp < Threads / 32; warp++", "warp < Threads / 32 - 1; warp++"),
        ["a shuffle too few"] = ("int offset = 16; offset > 0", "int offset = 16; offset > 1"),
        ["no barrier before the sum"] = ($"{Sync}    double sum = 0;", "    double sum = 0;"),
        ["no barrier after the sum"] = ("    __syncthreads(); // before the next sum takes the memory\n", ""),
        ["no barrier after a scale"] = ("scale = {start, start > 0};\n    __syncthreads();", "scale = {start, start > 0};"),
        ["no barrier before the scale changes"] = ("    __syncthreads(); // all threads have read the old one\n", ""),
        ["the grid's barrier for all blocks but one"] = ("(number + 1) * gridDim.x", "(number + 1) * gridDim.x - 1"),
        ["one turn too few"] = ("number < 10", "number < 2"),
        ["turns end too soon"] = ("< 1e-6", "< 1e-3"),
        ["sums of all turns in one place"] = ("(1 + number % 2) * Tiles", "Tiles"),
        ["the trial writes the weights"] = ("stage == Trial ? gradient + i : memory.latent + offset + i", "memory.latent + offset + i"),
        ["the trial writes the scales"] = ("stage != Trial && blockIdx.x == 0", "blockIdx.x == 0"),
        ["the trial's weights quantized from the old ones"] = (
            "return stage == Trial ? gradient : memory.latent + offset;",
            "return memory.latent + offset;"),
        ["a level too high"] = ("magnitude > alpha * 0.5f", "magnitude >= alpha * 0.51f"),
        ["signs forgotten"] = ("return w < 0.0f ? -q : q;", "return q;"),
        ["the next block's tile"] = ("int tile = blockIdx.x;\n    if", "int tile = (blockIdx.x + 1) % gridDim.x;\n    if"),
        ["a tile of q not written"] = (
            "for (int tile = blockIdx.x; tile < Tiles; tile += gridDim.x)\n        writes",
            "for (int tile = blockIdx.x; tile < Tiles / 2; tile += gridDim.x)\n        writes"),
    };

    /// <summary>The broken sources; all begin to be compiled when a test first asks.</summary>
    private static readonly Lazy<Dictionary<string, string>> Broken = new(() =>
    {
        CudaProgram program = KernelUpdate.ProgramOf(typeof(CudaBreakable));
        Dictionary<string, string> sources = Defects.ToDictionary(defect => defect.Key, defect => Break(program.Source, defect.Value));
        EmulatedDevice.Shared.Compiler.Prepare($"{program.Model}.cu", sources.Values);
        return sources;
    });

    public static TheoryData<string> Names => [.. Defects.Keys];

    [ClangTheory]
    [MemberData(nameof(Names))]
    public void Are_seen(string defect)
    {
        string source = Broken.Value[defect];
        Exception seen = Assert.ThrowsAny<Exception>(() =>
        {
            for (uint order = 0; order < 20; order++) // a race is not lost every time
            {
                KernelComparison.Run(EmulatedDevice.Shared, TiledModel.Make<CudaBreakable>(), blocks: 3, order, source);
                KernelComparison.Run(EmulatedDevice.Shared, TiledModel.Make<CudaBreakable>(), blocks: 4, order, source);
            }
        });
        EmulatedDevice.Shared.Repair();
        Assert.True(seen is XunitException or EmulationException, seen.ToString());
        Assert.DoesNotContain("compile", seen.Message, StringComparison.Ordinal);
    }

    [ClangFact]
    public void The_same_model_unbroken_is_fine()
    {
        foreach ((int blocks, uint order) in new[] { (3, 1u), (4, 6u) })
            KernelComparison.Run(EmulatedDevice.Shared, TiledModel.Make<CudaBreakable>(), blocks, order);
    }

    private static string Break(string source, (string Old, string New) defect)
    {
        Assert.Contains(defect.Old, source);
        return source.Replace(defect.Old, defect.New, StringComparison.Ordinal);
    }
}
