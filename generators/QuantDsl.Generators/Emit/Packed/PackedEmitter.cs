using QuantDsl.Generators.Emit.Cpu;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Packed;

/// <summary>The nested class that predicts from a packed file: loading, prediction, and the network without its backward pass.</summary>
internal sealed class PackedEmitter
{
    private const string Name = "PackedNetwork";

    private readonly ModelPlan _plan;
    private readonly PackedTensors _tensors;
    private readonly LayerObjects _objects;

    private PackedEmitter(ModelPlan plan)
    {
        _plan = plan;
        _tensors = new PackedTensors(plan);
        _objects = new LayerObjects(plan, Name, _tensors);
    }

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Packed", "", "", new PackedEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        writer.Summary("The tensors of the packed model.");
        writer.Lines("private static readonly PackedTensor[] PackedTensors =").Lines("[");
        foreach (string entry in _tensors.Entries)
            writer.Lines($"    {entry},");
        writer.Lines("];").Blank();
        writer.Lines("""
            /// <summary>
            /// The trained model for prediction alone. Its logits are those of the model that it was exported from, bit for bit. Several
            /// threads may use one at the same time.
            /// </summary>
            """);
        using (writer.Block("public sealed class Packed : PackedModel"))
        {
            Loading(writer);
            foreach (string member in PackedMembers.Of(_plan))
                writer.Blank().Lines(member);
            Network(writer);
        }
    }

    private void Loading(SourceWriter writer) => writer.Lines($$"""
        private Packed(PackedBytes file)
            : base({{_plan.Type.FullName}}.Info, PackedTensors, file, CreatePackedNetwork)
        {
        }

        /// <summary>Reads a packed model from a file that <c>Export</c> has written.</summary>
        /// <exception cref="ModelFileException">The file is damaged, of another version or of another model; the message names the first
        /// difference.</exception>
        public static Packed Load(string path) => new(PackedBytes.Of(path, PackedTensors));

        /// <summary>Reads a packed model from a stream, to its end.</summary>
        /// <inheritdoc cref="Load(string)"/>
        public static Packed Load(Stream stream) => new(PackedBytes.Of(stream, PackedTensors));

        /// <summary>Reads a packed model from memory.</summary>
        /// <inheritdoc cref="Load(string)"/>
        public static Packed Load(ReadOnlySpan<byte> file) => new(file);
        """);

    private void Network(SourceWriter writer)
    {
        LoweredProgram prediction = Lowerer.Predict(_plan.Graph);
        var places = new Placement(prediction);
        writer.Blank().Lines($$"""
            /// <summary>
            /// The network for the vectors that this processor has. Results are the same for all. NativeAOT leaves out those that it knows
            /// not to be needed.
            /// </summary>
            private static PredictionNetwork CreatePackedNetwork(PackedParameters memory)
            {
                if (VectorWidth.Has512)
                    return new {{Name}}<Lanes16>(memory);
                if (VectorWidth.Has256)
                    return new {{Name}}<Lanes8>(memory);
                return new {{Name}}<Lanes4>(memory);
            }

            /// <summary>The forward pass as loops over kernels of the runtime, those of training.</summary>
            """);
        const string header = $"private sealed class {Name}<TLanes> : PredictionNetwork<{Name}<TLanes>>";
        using (writer.Block($"{header}\n    where TLanes : unmanaged, ILanes<TLanes>"))
        {
            _objects.Fields(writer);
            Constructor(writer, places);
            var passes = new PassWriter(writer, _plan, _objects, Name);
            passes.PackWeights();
            passes.Pass("Infer", "Predict", prediction.Forward, "The forward pass.");
            _objects.Dispose(writer);
            _objects.Packing(writer);
            passes.Constants();
            passes.Loops("Predict", prediction.Forward, places, 0);
        }
    }

    private void Constructor(SourceWriter writer, Placement places)
    {
        writer.Blank().Lines($"public {Name}(PackedParameters memory)");
        writer.Lines($$"""
                : base(new NetworkPlan
                {
                    Batch = {{_plan.Declaration.Batch}},
                    Inputs = {{_plan.Graph.Input.Shape.Elements}},
                    Outputs = {{_plan.Graph.Output.Elements}},{{PassWriter.SequencePlan(_plan)}}
                    PredictionPerSample = {{places.PerSample}},
                    PredictionInAll = {{places.InAll}},
                    PredictionThread = {{places.Thread}},
                })
            """);
        using (writer.Block())
            _objects.Initialize(writer);
    }
}
