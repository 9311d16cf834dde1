using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>
/// The network on the CPU: its layers, and the loops of a training pass and of a prediction, with all sizes and places as literals.
/// </summary>
internal sealed class NetworkEmitter
{
    private readonly ModelPlan _plan;
    private readonly LayerObjects _objects;

    private NetworkEmitter(ModelPlan plan)
    {
        _plan = plan;
        _objects = new LayerObjects(plan);
    }

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Network", "", "", new NetworkEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        string loss = _plan.Declaration.Losses[0].Kind.ToString();
        LoweredProgram training = Lowerer.Train(_plan.Graph, _plan.Declaration.Batch, loss, _plan.Deferred);
        LoweredProgram prediction = Lowerer.Predict(_plan.Graph);
        var trainingPlaces = new Placement(training);
        var predictionPlaces = new Placement(prediction);
        writer.Lines("""
            /// <summary>The network for the vectors that this processor has. Results are the same for all.</summary>
            private static CpuNetwork CreateNetwork(NetworkMemory memory) => VectorWidth.Bits switch
            {
                512 => new LoweredNetwork<Lanes16>(memory),
                256 => new LoweredNetwork<Lanes8>(memory),
                _ => new LoweredNetwork<Lanes4>(memory),
            };

            /// <summary>
            /// The network on the CPU, as loops over kernels of the runtime. ∂v is the gradient of the loss with respect to v.
            /// <para>
            /// Loops: all threads share a loop, take its units in any order and meet at its end. Kernels that work on one sample follow
            /// each other in one loop; what needs the whole batch begins another. Every sum has one order, so results depend neither on the
            /// number of threads nor on the width of vectors.
            /// </para>
            /// <para>
            /// Layouts: images lie as [sample][row][column][channel] (NHWC), within a border of zeros where a convolution reads beyond the
            /// edge; features as [sample][feature] and sequences as [sample][position][feature], each sample from a cache line on. Weights
            /// and their gradients have the order of the model's memory.
            /// </para>
            /// <para>
            /// Places: what several loops use lies in the arena of the pass, where values that are needed at the same time do not overlap;
            /// what only one loop uses lies in memory of the thread, which takes one sample after the other. Places and sizes count float32
            /// numbers; in the arena those of values with a part for each sample are for one sample, the others for all.
            /// </para>
            /// </summary>
            """);
        const string header = "private sealed class LoweredNetwork<TLanes> : CpuNetwork<LoweredNetwork<TLanes>>";
        using (writer.Block($"{header}\n    where TLanes : unmanaged, ILanes<TLanes>"))
        {
            _objects.Fields(writer);
            Constructor(writer, trainingPlaces, predictionPlaces);
            PackWeights(writer);
            Pass(writer, "Forward", "Forward", training.Forward, "The forward pass of a training step, and its loss.");
            Pass(writer, "Backward", "Backward", training.Backward, "The backward pass of a training step: all gradients.");
            if (training.Updates.Count > 0)
            {
                Pass(
                    writer, "WriteWeightGradients", "Backward", training.Backward, "The gradients that the backward pass leaves to the update.",
                    onlyDeferrable: true);
                Pass(
                    writer, "UpdateWeights", "Update", training.Updates,
                    "The same, tile by tile: each moves its weights while it is in the cache, and is gone.");
            }
            Pass(writer, "Infer", "Predict", prediction.Forward, "The forward pass of a prediction.");
            _objects.Dispose(writer);
            _objects.Packing(writer);
            Constants(writer);
            Loops(writer, "Forward", training.Forward, trainingPlaces, 0);
            Loops(writer, "Backward", training.Backward, trainingPlaces, training.Forward.Count);
            Loops(writer, "Update", training.Updates, trainingPlaces, training.Forward.Count + training.Backward.Count);
            Loops(writer, "Predict", prediction.Forward, predictionPlaces, 0);
        }
    }

    private void Constructor(SourceWriter writer, Placement training, Placement prediction)
    {
        writer.Blank().Lines("public LoweredNetwork(NetworkMemory memory)");
        writer.Lines($$"""
                : base(memory, new NetworkPlan
                {
                    Batch = {{_plan.Declaration.Batch}},
                    Inputs = {{_plan.Graph.Input.Shape.Elements}},
                    Outputs = {{_plan.Graph.Output.Elements}},{{SequencePlan()}}
                    Parameters = {{_plan.Parameters.Count}},{{DeferredPlan()}}
                    TrainingPerSample = {{training.PerSample}},
                    TrainingInAll = {{training.InAll}},
                    TrainingThread = {{training.Thread}},
                    PredictionPerSample = {{prediction.PerSample}},
                    PredictionInAll = {{prediction.InAll}},
                    PredictionThread = {{prediction.Thread}},
                })
            """);
        using (writer.Block())
            _objects.Initialize(writer);
    }

    /// <summary>What there is more to a network of sequences.</summary>
    private string SequencePlan()
    {
        var lines = new List<string>();
        if (_plan.Positions > 1)
            lines.Add($"Positions = {_plan.Positions}");
        if (_plan.OutputLength is { } labels)
            lines.Add($"Labels = {labels}");
        if (_plan.Carried > 0)
            lines.Add($"Carried = {_plan.Carried}");
        return string.Concat(lines.Select(line => $"\n        {line},"));
    }

    /// <summary>The weights whose gradients the update can make.</summary>
    private string DeferredPlan() => _plan.Deferred.Count == 0
        ? ""
        : $"\n        Deferred = [{string.Join(", ", _plan.Deferred.Select(gradient => gradient.Index))}],";

    /// <summary>The numbers that kernels are compiled for.</summary>
    private void Constants(SourceWriter writer)
    {
        IEnumerable<TypeConstant> constants = _plan.Graph.Nodes.Select(node => node.Operation.Activation?.Constant).OfType<TypeConstant>();
        foreach (TypeConstant constant in constants.Distinct())
        {
            writer.Blank().Summary($"{constant.Word} {Invariant.Of(constant.Value)}.");
            using (writer.Block($"private readonly struct {constant.Type} : IConstant"))
                writer.Lines($"public static float Value => {Literals.Float(constant.Value)};");
        }
    }

    private void PackWeights(SourceWriter writer)
    {
        writer.Blank().Summary("Packs the quantized weights as the products read them; only after they have changed.");
        using (writer.Block("protected override void PackWeights()"))
            writer.Call("ForEach<Packing>", _objects.PackingUnits(), separator: " +");
    }

    private void Pass(
        SourceWriter writer, string method, string loop, IReadOnlyList<Loop> loops, string summary, bool onlyDeferrable = false)
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
                writer.Commented($"{condition}ForEach<{loop}{index + 1}>(w, {_objects.Count(loops[index])});", Words(loops[index]));
            }
        }
    }

    /// <summary>What a loop does, layer by layer.</summary>
    private static string Words(Loop loop)
    {
        var parts = new List<string>();
        string? layer = null;
        IEnumerable<Kernel> shown = loop.IsDiagnostic
            ? loop.Kernels
            : loop.Kernels.Where(kernel => !kernel.IsDiagnostic && !Borders.IsClearing(kernel));
        foreach (Kernel kernel in shown)
        {
            string words = kernel.Layer == layer || kernel.Layer.Length == 0 ? kernel.Words : $"{kernel.Layer}: {kernel.Words}";
            parts.Add((parts.Count == 0 ? "" : kernel.Layer == layer ? ", " : "; ") + words);
            layer = kernel.Layer;
        }
        return string.Concat(parts);
    }

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words.Substring(1);

    private void Loops(SourceWriter writer, string name, IReadOnlyList<Loop> loops, Placement places, int firstLoop)
    {
        for (int index = 0; index < loops.Count; index++)
        {
            Loop loop = loops[index];
            writer.Blank().Summary($"{Sentence(Words(loop))}.");
            using (writer.Block($"private readonly struct {name}{index + 1} : ILoop<LoweredNetwork<TLanes>>"))
            {
                string unit = loop.Space == Space.Once ? "unit" : loop.Space.Unit;
                using (writer.Block($"public static void Run(LoweredNetwork<TLanes> n, Workspace w, int {unit}, int thread)"))
                    new LoopBody(writer, _plan, _objects, places, unit).Write(loop, firstLoop + index);
            }
        }
    }
}
