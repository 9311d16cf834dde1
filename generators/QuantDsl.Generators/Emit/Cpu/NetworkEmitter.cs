using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>The network on the CPU: its layers, and the loops of a training pass and of a prediction, with all sizes and places as literals.</summary>
internal sealed class NetworkEmitter
{
    private const string Usings = """
        using System;
        using QuantDsl.CompilerServices;
        """;

    private readonly ModelPlan _plan;
    private readonly LayerObjects _objects;

    private NetworkEmitter(ModelPlan plan)
    {
        _plan = plan;
        _objects = new LayerObjects(plan);
    }

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Network", Usings, "", "", new NetworkEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        int batch = _plan.Declaration.Batch;
        LoweredProgram training = Lowerer.Train(_plan.Graph, batch, _plan.Declaration.Losses[0].Kind.ToString());
        LoweredProgram prediction = Lowerer.Predict(_plan.Graph, batch);
        var trainingPlaces = new Placement(training, batch);
        var predictionPlaces = new Placement(prediction, batch);
        writer.Lines("""
            /// <summary>The network for the vectors that this processor has. Results are the same for all.</summary>
            private static CpuNetwork CreateNetwork(NetworkMemory memory) => VectorWidth.Bits switch
            {
                512 => new LoweredNetwork<Lanes16>(memory),
                256 => new LoweredNetwork<Lanes8>(memory),
                _ => new LoweredNetwork<Lanes4>(memory),
            };

            /// <summary>
            /// The network on the CPU. Each loop is shared by all threads; what needs another sample begins a new loop. Values that several loops need
            /// lie in one arena, the others in memory of the thread. ∂v is the gradient of the loss with respect to v.
            /// </summary>
            """);
        using (writer.Block("private sealed class LoweredNetwork<TLanes> : CpuNetwork<LoweredNetwork<TLanes>>\n    where TLanes : unmanaged, ILanes<TLanes>"))
        {
            _objects.Fields(writer);
            Constructor(writer, trainingPlaces, predictionPlaces);
            Pass(writer, "protected override void PackWeights()", "", ["ForEach<Packing>(" + _objects.PackingUnits() + ");"]);
            Pass(writer, "protected override void Forward(Workspace w)", "The forward pass of a training step, and its loss.", Runs("Forward", training.Forward));
            Pass(writer, "protected override void Backward(Workspace w)", "The backward pass.", Runs("Backward", training.Backward));
            Pass(writer, "protected override void Infer(Workspace w)", "The forward pass of a prediction.", Runs("Predict", prediction.Forward));
            _objects.Dispose(writer);
            _objects.Packing(writer);
            Loops(writer, "Forward", training.Forward, trainingPlaces, training, 0);
            Loops(writer, "Backward", training.Backward, trainingPlaces, training, training.Forward.Count);
            Loops(writer, "Predict", prediction.Forward, predictionPlaces, prediction, 0);
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
                    Outputs = {{_plan.Graph.Output.Elements}},
                    TrainingArena = {{training.Arena}},
                    TrainingThread = {{training.Thread}},
                    PredictionArena = {{prediction.Arena}},
                    PredictionThread = {{prediction.Thread}},
                })
            """);
        using (writer.Block())
            _objects.Initialize(writer);
    }

    private static void Pass(SourceWriter writer, string header, string summary, IEnumerable<string> statements)
    {
        writer.Blank();
        writer.Lines(summary.Length == 0 ? "/// <inheritdoc/>" : $"/// <summary>{summary}</summary>");
        using (writer.Block(header))
        {
            foreach (string statement in statements)
                writer.Lines(statement);
        }
    }

    private IEnumerable<string> Runs(string name, IReadOnlyList<Loop> loops)
    {
        for (int index = 0; index < loops.Count; index++)
        {
            Loop loop = loops[index];
            string condition = loop.IsDiagnostic ? "if (w.IsDiagnosing) " : "";
            yield return $"{condition}ForEach<{name}{index + 1}>(w, {_objects.Count(loop)}); // {Words(loop)}";
        }
    }

    /// <summary>What a loop does, layer by layer.</summary>
    private static string Words(Loop loop)
    {
        var parts = new List<string>();
        string? layer = null;
        foreach (Kernel kernel in loop.Kernels.Where(kernel => loop.IsDiagnostic || (!kernel.IsDiagnostic && kernel.Function != "Border.Zero")))
        {
            string words = kernel.Layer == layer || kernel.Layer.Length == 0 ? kernel.Words : $"{kernel.Layer}: {kernel.Words}";
            parts.Add((parts.Count == 0 ? "" : kernel.Layer == layer ? ", " : "; ") + words);
            layer = kernel.Layer;
        }
        return string.Concat(parts);
    }

    private void Loops(
        SourceWriter writer, string name, IReadOnlyList<Loop> loops, Placement places, LoweredProgram program, int firstLoop)
    {
        for (int index = 0; index < loops.Count; index++)
        {
            Loop loop = loops[index];
            writer.Blank().Lines($"/// <summary>{Literals.Xml(Words(loop))}.</summary>");
            using (writer.Block($"private readonly struct {name}{index + 1} : ILoop<LoweredNetwork<TLanes>>"))
            {
                string unit = loop.Space == Space.Once ? "unit" : loop.Space.Unit;
                using (writer.Block($"public static void Run(LoweredNetwork<TLanes> n, Workspace w, int {unit}, int thread)"))
                    new LoopBody(writer, _plan, _objects, places, unit).Write(loop, firstLoop + index);
            }
        }
    }
}
