using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>
/// The network on the CPU: its layers, and the loops of a training pass and of a prediction, with all sizes and places as literals.
/// </summary>
internal sealed class NetworkEmitter
{
    private const string Name = "LoweredNetwork";

    private readonly ModelPlan _plan;
    private readonly LayerObjects _objects;

    private NetworkEmitter(ModelPlan plan)
    {
        _plan = plan;
        _objects = new LayerObjects(plan, Name, new TrainedParameters());
    }

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Network", "", "", new NetworkEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        LoweredProgram training = Lowerer.Train(_plan.Graph, _plan.Declaration.Batch, _plan.Loss.Kernel(), _plan.Deferred);
        LoweredProgram prediction = Lowerer.Predict(_plan.Graph);
        var trainingPlaces = new Placement(training);
        var predictionPlaces = new Placement(prediction);
        if (_plan.Loss.Weight is { } weights)
        {
            writer.Lines("/// <summary>How much each class counts in the loss.</summary>");
            writer.Lines($"private static readonly float[] {LossWords.ClassWeights} = [{string.Join(", ", weights.Select(Literals.Float))}];").Blank();
        }
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
            var passes = new PassWriter(writer, _plan, _objects, Name);
            passes.PackWeights();
            passes.Pass("Forward", "Forward", training.Forward, "The forward pass of a training step, and its loss.");
            passes.Pass("Backward", "Backward", training.Backward, "The backward pass of a training step: all gradients.");
            if (training.Updates.Count > 0)
            {
                passes.Pass(
                    "WriteWeightGradients", "Backward", training.Backward, "The gradients that the backward pass leaves to the update.",
                    onlyDeferrable: true);
                passes.Pass(
                    "UpdateWeights", "Update", training.Updates,
                    "The same, tile by tile: each moves its weights while it is in the cache, and is gone.");
            }
            passes.Pass("Infer", "Predict", prediction.Forward, "The forward pass of a prediction.");
            _objects.Dispose(writer);
            _objects.Packing(writer);
            passes.Constants();
            passes.Loops("Forward", training.Forward, trainingPlaces, 0);
            passes.Loops("Backward", training.Backward, trainingPlaces, training.Forward.Count);
            passes.Loops("Update", training.Updates, trainingPlaces, training.Forward.Count + training.Backward.Count);
            passes.Loops("Predict", prediction.Forward, predictionPlaces, 0);
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
                    Outputs = {{_plan.Graph.Output.Elements}},{{PassWriter.SequencePlan(_plan)}}{{LabelPlan()}}
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

    private string LabelPlan() =>
        (_plan.Loss.TakesNumbers && _plan.Graph.Output.Channels > 1 ? $"\n        LabelWidth = {_plan.Graph.Output.Channels}," : "")
        + (_plan.Loss.Weight is null ? "" : $"\n        ClassWeights = {LossWords.ClassWeights},");

    /// <summary>The weights whose gradients the update can make.</summary>
    private string DeferredPlan() => _plan.Deferred.Count == 0
        ? ""
        : $"\n        Deferred = [{string.Join(", ", _plan.Deferred.Select(gradient => gradient.Index))}],";
}
