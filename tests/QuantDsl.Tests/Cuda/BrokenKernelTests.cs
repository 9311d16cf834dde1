using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Cuda.Whole;
using QuantDsl.Tests.Engine.Tiles;
using Xunit.Sdk;

namespace QuantDsl.Tests.Cuda;

/// <summary>Kernels that are broken on purpose: the comparison with the CPU sees each.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class BrokenKernelTests
{
    private static readonly Dictionary<string, (string Old, string New)> Defects = new()
    {
        ["another β₁"] = ("double Beta1 = 0.9;", "double Beta1 = 0.90001;"),
        ["another blend"] = ("m * step.biasCorrection1 * step.blend", "m * step.biasCorrection1 * (step.blend + 0.00001f)"),
        ["ε forgotten"] = ("sqrtf(v * biasCorrection) + Model::Epsilon", "sqrtf(v * biasCorrection)"),
        ["no clip"] = ("fminf(fmaxf(w[k], -1.0f), 1.0f)", "fmaxf(w[k], -1.0f)"),
        ["the tile ends early"] = ("min(start + TileSize, parameter.count)", "min(start + TileSize, parameter.count - 1)"),
        ["the tile ends late"] = ("min(start + TileSize, parameter.count)", "min(start + TileSize, parameter.count + 1)"),
        ["a lane of the tail left out"] = ("    to[0] = first;\n", ""),
        ["sums swapped"] = ("sums.total > 0 ? sums.weighted / sums.total : 0;", "sums.total > 0 ? sums.total / sums.weighted : 0;"),
        ["a sum of the other side"] = ("scale.next(combined(sums, parameter, side)", "scale.next(combined(sums, parameter, 0)"),
        ["a warp left out of the sum"] = ("warp < Threads / 32; warp++", "warp < Threads / 32 - 1; warp++"),
        ["a shuffle too few"] = ("int offset = 16; offset > 0", "int offset = 16; offset > 1"),
        ["no barrier before the sum"] = ("    __syncthreads();\n    double sum = 0;", "    double sum = 0;"),
        ["no barrier after the sum"] = ("    __syncthreads(); // before the next sum takes the memory\n", ""),
        ["no barrier after the scales' start"] = ("    __syncthreads(); // all scales have started\n", ""),
        ["no barrier after the scales have changed"] = ("        __syncthreads(); // all threads see the new ones\n", ""),
        ["the grid's barrier for all blocks but one"] = ("gridBarrier(arrived, goal);", "gridBarrier(arrived, goal - 1);"),
        ["too few iterations"] = ("MostIterations = 10", "MostIterations = 2"),
        ["iterations end too soon"] = ("< 1e-6", "< 1e-3"),
        ["sums of all iterations in one place"] = ("(1 + iteration % 2) * memory.tiles", "memory.tiles"),
        ["the trial writes the weights"] = ("kind == Trial ? gradient + i : latent + i", "latent + i"),
        ["the trial writes the scales"] = ("if (kind != Trial) // a trial leaves", "if (true) // a trial leaves"),
        ["the trial's weights quantized from the old ones"] = (
            "return kind == Trial ? memory.gradients[number] : memory.latent + parameter.offset;",
            "return memory.latent + parameter.offset;"),
        ["the trial moves the moments"] = ("kind == Laq || kind == Backtrack", "kind != Initial"),
        ["the first gradient forgotten"] = ("backtrack<Model>(step, first, g, m, v", "backtrack<Model>(step, g, g, m, v"),
        ["a level too high"] = ("magnitude > alpha * 0.5f", "magnitude >= alpha * 0.51f"),
        ["signs forgotten"] = ("return w < 0.0f ? -q : q;", "return q;"),
        ["the first block takes the second's tile"] = (
            "int tile = blockIdx.x;\n    if",
            "int tile = blockIdx.x + (blockIdx.x == 0);\n    if"),
        ["a tile of q not written"] = (
            "for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)\n    {\n        int number",
            "for (int tile = blockIdx.x; tile < memory.tiles / 2; tile += gridDim.x)\n    {\n        int number"),
        ["the parameter beside"] = ("memory.parameters[middle].*first <= place", "memory.parameters[middle].*first < place"),
    };

    /// <summary>The broken sources; all begin to be compiled when a test first asks.</summary>
    private static readonly Lazy<Dictionary<string, string>> Broken = new(() =>
    {
        using var model = new CudaBreakable();
        CudaProgram program = DeviceModel.NetworkOf(model.GetType()).Update;
        string source = program.Source;
        var sources = Defects.ToDictionary(defect => defect.Key, defect => Break(source, defect.Value));
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
                KernelComparison.Run(EmulatedDevice.Shared, Model(), blocks: 3, order, source);
                KernelComparison.Run(EmulatedDevice.Shared, Model(), blocks: 4, order, source);
            }
        });
        EmulatedDevice.Shared.Repair();
        Assert.True(seen is XunitException or CudaException, seen.ToString());
        Assert.DoesNotContain("compile", seen.Message, StringComparison.Ordinal);
    }

    [ClangFact]
    public void The_same_model_unbroken_is_fine()
    {
        foreach ((int blocks, uint order) in new[] { (3, 1u), (4, 6u) })
            KernelComparison.Run(EmulatedDevice.Shared, Model(), blocks, order);
    }

    /// <summary>
    /// A model with a layer whose scale still moves in the last iteration, so that a thread that misses one cannot make up for it. Its
    /// weights have a density of |w|^−2.8: the mean of those beyond half a scale is 1.125 times the scale.
    /// </summary>
    private static TiledModel Model()
    {
        var model = TiledModel.Make<CudaBreakable>();
        Parameter ternary = model.Store.Parameters.Single(parameter => parameter.Name == "Ternary.weight");
        float[] weights = new float[ternary.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            double magnitude = Math.Min(1, 0.01 * Math.Pow((i + 0.5) / weights.Length, -1 / 1.8));
            weights[(int)(i * 2971L % weights.Length)] = (float)(i % 2 == 0 ? magnitude : -magnitude);
        }
        ternary.SetLatent(weights);
        return model;
    }

    private static string Break(string source, (string Old, string New) defect)
    {
        Assert.Contains(defect.Old, source);
        return source.Replace(defect.Old, defect.New, StringComparison.Ordinal);
    }
}
