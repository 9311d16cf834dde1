using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>Writes the passes of a network: methods that run loops, and the loops as structs.</summary>
/// <param name="writer">The file.</param>
/// <param name="plan">The model.</param>
/// <param name="objects">The objects of its layers.</param>
/// <param name="network">Name of the network's class.</param>
internal sealed class PassWriter(SourceWriter writer, ModelPlan plan, LayerObjects objects, string network)
{
    /// <summary>What there is more to a network of sequences.</summary>
    public static string SequencePlan(ModelPlan plan)
    {
        var lines = new List<string>();
        if (plan.Positions > 1)
            lines.Add($"Positions = {plan.Positions}");
        if (plan.OutputLength is { } labels)
            lines.Add($"Labels = {labels}");
        if (plan.Carried > 0)
            lines.Add($"Carried = {plan.Carried}");
        return string.Concat(lines.Select(line => $"\n        {line},"));
    }

    /// <summary>The numbers that kernels are compiled for.</summary>
    public void Constants()
    {
        IEnumerable<TypeConstant> constants = plan.Graph.Nodes.Select(node => node.Operation.Activation?.Constant).OfType<TypeConstant>();
        foreach (TypeConstant constant in constants.Distinct())
        {
            writer.Blank().Summary($"{constant.Word} {Invariant.Of(constant.Value)}.");
            using (writer.Block($"private readonly struct {constant.Type} : IConstant"))
                writer.Lines($"public static float Value => {Literals.Float(constant.Value)};");
        }
    }

    /// <summary>The method that packs all weights.</summary>
    public void PackWeights()
    {
        writer.Blank().Summary("Packs the quantized weights as the products read them; only after they have changed.");
        using (writer.Block("protected override void PackWeights()"))
            writer.Call("ForEach<Packing>", objects.PackingUnits(), separator: " +");
    }

    /// <summary>A method that runs loops.</summary>
    public void Pass(string method, string loop, IReadOnlyList<Loop> loops, string summary, bool onlyDeferrable = false)
    {
        writer.Blank().Summary(summary);
        using (writer.Block($"protected override void {method}(Workspace w)"))
        {
            for (int index = 0; index < loops.Count; index++)
            {
                if (onlyDeferrable && !loops[index].IsDeferrable)
                    continue;
                string condition = loops[index].IsDiagnostic ? "if (w.IsDiagnosing) "
                    : loops[index].IsDeferrable && !onlyDeferrable ? "if (!w.Defers) "
                    : "";
                writer.Commented($"{condition}ForEach<{loop}{index + 1}>(w, {objects.Count(loops[index])});", LoopWords.Of(loops[index]));
            }
        }
    }

    /// <summary>The loops of a pass.</summary>
    public void Loops(string name, IReadOnlyList<Loop> loops, Placement places, int firstLoop)
    {
        for (int index = 0; index < loops.Count; index++)
        {
            Loop loop = loops[index];
            writer.Blank().Summary($"{LoopWords.Sentence(loop)}.");
            using (writer.Block($"private readonly struct {name}{index + 1} : ILoop<{network}<TLanes>>"))
            {
                string unit = loop.Space == Space.Once ? "unit" : loop.Space.Unit;
                using (writer.Block($"public static void Run({network}<TLanes> n, Workspace w, int {unit}, int thread)"))
                    new LoopBody(writer, plan, objects, places, unit).Write(loop, firstLoop + index);
            }
        }
    }
}
