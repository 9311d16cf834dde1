using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The public members of the class, except training and prediction: constructor, layers, properties, files.</summary>
internal static class ModelEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(
            plan.Type, "Model", InfoEmitter.Documentation(plan), $" : IQuantModel<{plan.Type.FullName}>",
            writer => Members(writer, plan));

    private static void Members(SourceWriter writer, ModelPlan plan)
    {
        Fields(writer, plan);
        ConstructorEmitter.Write(writer, plan);
        Layers(writer, plan);
        InfoEmitter.Write(writer, plan);
        Files(writer, plan);
    }

    private static void Fields(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines("""
            private readonly ParameterStore _store;
            private readonly Layer[] _layers;
            private readonly CpuTraining? _network;
            """);
        if (plan.IsMeasured)
            writer.Lines("private readonly ZigZagMeter _zigzag;");
        writer.Blank();
        writer.Lines("""
            /// <summary>The network on the CPU; null on a CUDA device.</summary>
            private CpuTraining? NetworkOnCpu => _store.Engine is CpuEngine ? _network : null;

            /// <summary>The network on a CUDA device, in whole steps; null on the CPU.</summary>
            private CudaTraining? NetworkOnCuda => _store.Engine as CudaTraining;

            """);
    }

    private static void Layers(SourceWriter writer, ModelPlan plan)
    {
        int index = 0;
        foreach (LayerPlan layer in plan.Layers)
        {
            string modifiers = plan.Declaration.MadeFrom is null ? $"{layer.Declaration.Accessibility} partial".TrimStart() : "public";
            if (plan.Declaration.MadeFrom is not null)
                writer.Lines($"/// <summary>{layer.Declaration.Text}: {layer.QuantizerWords}, output {layer.Output}.</summary>");
            writer.Lines($"{modifiers} Layer {Literals.Identifier(layer.Name)} => _layers[{index++}];").Blank();
        }
        writer.Lines("/// <summary>The layers in declaration order.</summary>");
        writer.Lines("public IReadOnlyList<Layer> Layers => _layers;").Blank();
        if (!plan.IsMeasured)
            return;
        writer.Lines(
            "/// <summary>Zig-zag measures of the last step, one entry per quantized tensor; empty before the first step.</summary>");
        writer.Lines("public IReadOnlyList<ZigZagMeasures> ZigZag => _zigzag.Last;").Blank();
    }

    private static void Files(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines($$"""
            /// <summary>Learning rate η of the next step; <c>Fit</c> starts from it.</summary>
            /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
            public float LearningRate
            {
                get => _store.LearningRate;
                set => _store.LearningRate = value;
            }

            /// <summary>Creates an untrained model, as the constructor does; for generic code.</summary>
            public static {{plan.Type.FullName}} Create(Device? device = null, long seed = 0) => new(device, seed);

            /// <summary>Names of the classes of the data that it was trained on; empty if they have none.</summary>
            public IReadOnlyList<string> ClassNames => Classifier.ClassNames(_store);

            /// <summary>
            /// Writes weights, scales, moments and running statistics to a safetensors file, which is replaced atomically, and with them
            /// class names and normalisation of the data of the last <c>Fit</c>.
            /// </summary>
            /// <exception cref="ModelFileException">The file cannot be written.</exception>
            public void Save(string path) => ModelFile.Save(path, Info, _store);

            /// <summary>Writes the model with class names and normalisation of a data set, for training without <c>Fit</c>.</summary>
            /// <exception cref="ModelFileException">The file cannot be written.</exception>
            public void Save(string path, Dataset data) => ModelFile.Save(path, Info, _store, data);

            /// <summary>
            /// Writes the model for prediction alone, with weights of a few bits: <c>.qdsl</c>, which <see cref="Packed"/> reads, or
            /// <c>.onnx</c>, of which <c>ExportOnnx</c> knows more ways.
            /// </summary>
            /// <param name="path">The file; its ending says in which format. It is replaced atomically.</param>
            /// <param name="data">The data set whose class names and normalisation travel along; null: that of the last <c>Fit</c>.</param>
            /// <exception cref="global::System.ArgumentException">The ending names no format.</exception>
            /// <exception cref="ModelFileException">The file cannot be written.</exception>
            public void Export(string path, Dataset? data = null) =>
                ModelExport.Write(path, Info, _store, _layers, PackedTensors, WriteOnnx, data);

            /// <summary>Reads the packed model from a file that <c>Export</c> has written; for generic code.</summary>
            static PackedModel IQuantModel<{{plan.Type.FullName}}>.LoadPacked(string path) => Packed.Load(path);

            /// <summary>
            /// Reads a model written by <c>Save</c>. Training goes on where it has ended, with the recipe of this class.
            /// </summary>
            /// <exception cref="ModelFileException">The file is damaged or holds a different model; the message names the first
            /// difference.</exception>
            public static {{plan.Type.FullName}} Load(string path, Device? device = null) =>
                Read(device, store => ModelFile.Load(path, Info, store));

            /// <summary>
            /// Reads the weights of the best epoch out of a checkpoint of <see cref="FitOptions.CheckpointPath"/>, or the last weights if
            /// no epoch was completed.
            /// </summary>
            /// <exception cref="ModelFileException">The file is damaged or no checkpoint of this model.</exception>
            public static {{plan.Type.FullName}} LoadCheckpoint(string path, Device? device = null) =>
                Read(device, store => Checkpoint.Load(path, Info, store));

            /// <summary>
            /// Reads the tensors of a file by their names and shapes, whatever it says of itself: after the class or a layer was renamed,
            /// or when another program has saved the file without its metadata. Without moments, training begins with new ones.
            /// </summary>
            /// <param name="path">A safetensors file.</param>
            /// <param name="layers">For layers that have another name in the file: the name in this class, and that in the file.</param>
            /// <param name="device">Device that trains the model and predicts; null means the CPU.</param>
            /// <exception cref="ModelFileException">The file is damaged, lacks a tensor or has others; the message names the
            /// first.</exception>
            public static {{plan.Type.FullName}} LoadWeights(
                string path, IReadOnlyDictionary<string, string>? layers = null, Device? device = null) =>
                Read(device, store => ModelFile.LoadWeights(path, Info, store, layers));

            private static {{plan.Type.FullName}} Read(Device? device, Action<ParameterStore> read)
            {
                {{plan.Type.FullName}} model = new(device, seed: 0L);
                try
                {
                    read(model._store);
                    return model;
                }
                catch
                {
                    model.Dispose();
                    throw;
                }
            }

            /// <summary>Releases the model's memory.</summary>
            /// <exception cref="InvalidOperationException">The model is being trained.</exception>
            public void Dispose()
            {
            """);
        writer.Lines("    // If the constructor failed, these may still be null.");
        writer.Lines($"    _store?.Close(\"{plan.Name}\");");
        writer.Lines("    _network?.Dispose();");
        writer.Lines("""
                _store?.Dispose();
            }
            """);
    }
}
