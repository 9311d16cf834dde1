using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>What the kernels' templates are instantiated with, and the kernels, in CUDA C++.</summary>
internal static class CudaRecipe
{
    private static readonly string[] Kinds = ["Initial", "Laq", "Trial", "Backtrack"];

    public static string Write(ModelPlan plan, IEnumerable<string> quantizers)
    {
        AdamDeclaration adam = plan.Declaration.Adam;
        BacktrackDeclaration backtrack = plan.Declaration.Backtrack ?? BacktrackDeclaration.Default;
        List<string> constants =
        [
            $"double Beta1 = {Literals.Double(adam.Beta1)}",
            $"double Beta2 = {Literals.Double(adam.Beta2)}",
            $"float Epsilon = {CudaLiterals.Float(adam.Epsilon)}",
            $"bool CarriesTrialMoments = {Literals.Flag(!backtrack.DiscardTrialMoments)}",
        ];
        if (adam.WeightDecay > 0)
            constants.Add("bool DecaysWeights = true");
        if (plan.IsMeasured)
            constants.Add("bool IsMeasured = true");
        if (plan.Declaration.GradientClip is { } clip)
            constants.Add($"float GradientClip = {CudaLiterals.Float(clip.Bound)}");
        var writer = new SourceWriter();
        writer.Lines("struct Model : Recipe\n{");
        foreach (string constant in constants)
            writer.Lines($"    static constexpr {constant};");
        writer.Lines($"    using Quantizers = List<{string.Join(", ", quantizers)}>;\n}};").Blank();
        foreach (string kernel in Kernels(plan))
            writer.Lines(kernel);
        return writer.ToString().TrimEnd();
    }

    private static IEnumerable<string> Kernels(ModelPlan plan)
    {
        yield return Kernel("checkGradients", "Memory memory, const Step* step", "check<Model>(memory, *step)");
        foreach (string kind in Kinds)
            yield return Kernel($"accumulate{kind}", "Memory memory, const Step* step", $"accumulate<Model, {kind}>(memory, *step)");
        if (plan.IsQuantized)
        {
            foreach (string kind in Kinds)
                yield return Kernel($"quantize{kind}", "Memory memory", $"quantize<Model, {kind}>(memory)");
        }
        if (plan.IsMeasured)
            yield return Kernel("concludeMeasures", "Memory memory, const Step* step", "conclude(memory, *step)");
        yield return Kernel("restore", "Memory memory", "quantize<Model, Restore>(memory)");
    }

    private static string Kernel(string name, string parameters, string call) =>
        $"extern \"C\" __global__ void __launch_bounds__(Threads) {name}({parameters}) {{ {call}; }}";
}
