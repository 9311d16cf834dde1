using QuantDsl.Generators.Emit.Packed;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// The surface of a model whose declaration has errors: it compiles, so that the user sees the diagnostics of the declaration and not one
/// missing member for every use of the model. It never runs. Types are written in full, because a layer's name may be what is wrong.
/// </summary>
internal static class BrokenModelEmitter
{
    private const string NoDocumentation =
        "#pragma warning disable CS0108, CS0114, CS1591 // This code never runs and needs no documentation.";
    private const string Device = "global::TorchSharp.torch.Device? device";
    private const string Tensor = "global::TorchSharp.torch.Tensor";
    private const string Names = "global::System.Collections.Generic.IReadOnlyDictionary<string, string>";
    private const string Dataset = "global::QuantDsl.Dataset";
    private const string Options = "global::QuantDsl.FitOptions";
    private const string Classification = "public global::QuantDsl.Classification";
    private const string Span = "global::System.ReadOnlySpan";

    public static SourceFile Emit(ModelDeclaration model) =>
        GeneratedFile.Write(model.Type, "Model", NoDocumentation, $" : {Interface(model)}", writer => Members(writer, model));

    private static string Interface(ModelDeclaration model) => $"global::QuantDsl.IQuantModel<{model.Type.FullName}>";

    private static void Members(SourceWriter writer, ModelDeclaration model)
    {
        string name = model.Type.FullName;
        string fail = $"throw new global::System.InvalidOperationException(\"The declaration of {model.Type.Name} has errors.\")";
        foreach (LayerDeclaration layer in model.Layers.Where(layer => layer.Name != model.Type.Name))
        {
            string modifiers = model.MadeFrom is null ? $"{layer.Accessibility} partial".TrimStart() : "public";
            writer.Lines($"{modifiers} global::QuantDsl.Layer {Literals.Identifier(layer.Name)} => {fail};");
        }
        foreach (string stub in model.Stubs)
            writer.Lines(stub.Replace(";", $" => {fail};"));
        if (!model.Taken.Contains(".ctor(Device, long)"))
            writer.Lines($"public {model.Type.Identifier}({Device} = null, long seed = 0) => {fail};");
        writer.Lines($"static global::QuantDsl.PackedModel {Interface(model)}.LoadPacked(string path) => {fail};");
        HashSet<string> taken =
        [
            model.Type.Name, .. model.Layers.Select(layer => layer.Name), .. model.Taken.Select(member => member.Split('(')[0]),
        ];
        if (model.ZigZag is not null && !taken.Contains("ZigZag"))
            writer.Lines($"public global::System.Collections.Generic.IReadOnlyList<global::QuantDsl.ZigZagMeasures> ZigZag => {fail};");
        if (!taken.Contains("Packed"))
            BrokenPredictionEmitter.Packed(writer, fail);
        foreach ((string type, string member, string tail) in Surface(name))
        {
            string body = tail.Replace(";", $" => {fail};");
            if (!taken.Contains(member))
                writer.Lines($"{type} {member}{body}");
            else if (!IsOwn(member))
                writer.Lines(Explicit(model, type, member, body));
        }
    }

    /// <summary>Whether a member does not belong to the interface.</summary>
    private static bool IsOwn(string member) =>
        member is "LoadCheckpoint" or "LoadWeights" || member.StartsWith("Classify", StringComparison.Ordinal);

    /// <summary>A layer has taken the name: the member can still be had through the interface.</summary>
    private static string Explicit(ModelDeclaration model, string type, string member, string body)
    {
        string owner = member == "Dispose" ? "global::System.IDisposable" : Interface(model);
        return $"{type.Replace("public ", "")} {owner}.{member}{body.Replace(" = null", "").Replace(" = 0", "")}";
    }

    /// <summary>Members as type, name and tail; <c>;</c> stands for a body.</summary>
    private static IEnumerable<(string Type, string Name, string Tail)> Surface(string name) =>
    [
        ("public static global::QuantDsl.ModelInfo", "Info", ";"),
        ("public global::System.Collections.Generic.IReadOnlyList<global::QuantDsl.Layer>", "Layers", ";"),
        ("public global::System.Collections.Generic.IReadOnlyList<string>", "ClassNames", ";"),
        ("public float", "LearningRate", " { get; set; }"),
        ($"public {Tensor}", "Predict", $"({Tensor} input);"),
        ("public float", "Step", $"({Tensor} input, {Tensor} labels);"),
        ("public float", "BacktrackStep", $"({Tensor} input, {Tensor} labels);"),
        ("public double", "Evaluate", $"({Dataset} data);"),
        ("public global::QuantDsl.Evaluation", "Assess", $"({Dataset} data);"),
        ("public global::QuantDsl.PredictedData", "PredictAll", $"({Dataset} data);"),
        ("public global::QuantDsl.TrainingReport", "Fit", $"({Dataset} train, {Dataset}? validation = null, {Options}? options = null);"),
        ("public void", "Save", "(string path);"),
        ("public void", "Save", $"(string path, {Dataset} data);"),
        ("public void", "Export", $"(string path, {Dataset}? data = null);"),
        ("public void", "ExportOnnx", "(string path, global::QuantDsl.OnnxOptions options);"),
        ($"public static {name}", "Create", $"({Device} = null, long seed = 0);"),
        ($"public static {name}", "Load", $"(string path, {Device} = null);"),
        ($"public static {name}", "LoadCheckpoint", $"(string path, {Device} = null);"),
        ($"public static {name}", "LoadWeights", $"(string path, {Names}? layers = null, {Device} = null);"),
        ("public void", "Dispose", "();"),
        (Classification, "Classify", $"({Span}<float> input);"),
        (Classification, "Classify", $"({Span}<int> input);"),
        (Classification, "ClassifyPixels", $"({Span}<byte> pixels);"),
        (Classification, "ClassifyRow", $"({Span}<float> row);"),
        (Classification, "ClassifyImage", "(string path);"),
        (Classification, "ClassifyImage", $"({Span}<byte> file);"),
        ("public global::System.Collections.Generic.IEnumerable<global::QuantDsl.ClassifiedImage>", "ClassifyImages", "(string folder);"),
    ];
}
