using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Emit.Packed;

/// <summary>
/// The surface of a model whose declaration has errors, where only the runtime is referenced: it compiles, so that the user sees the
/// diagnostics of the declaration and not one missing member for every use of the model. It never runs.
/// </summary>
internal static class BrokenPredictionEmitter
{
    private const string NoDocumentation = "#pragma warning disable CS1591 // This code never runs and needs no documentation.";
    private const string Info = "global::QuantDsl.ModelInfo";
    private const string Logits = "global::System.Span<float> logits";

    public static SourceFile Emit(ModelDeclaration model) =>
        GeneratedFile.Write(model.Type, "Model", NoDocumentation, "", writer => Members(writer, model));

    private static void Members(SourceWriter writer, ModelDeclaration model)
    {
        string fail = $"throw new global::System.InvalidOperationException(\"The declaration of {model.Type.Name} has errors.\")";
        foreach (LayerDeclaration layer in model.Layers.Where(layer => layer.Name != model.Type.Name))
        {
            string modifiers = model.MadeFrom is null ? $"{layer.Accessibility} partial".TrimStart() : "public";
            writer.Lines($"{modifiers} global::QuantDsl.Layer {Literals.Identifier(layer.Name)} => {fail};");
        }
        foreach (string stub in model.Stubs)
            writer.Lines(stub.Replace(";", $" => {fail};"));
        HashSet<string> taken = [model.Type.Name, .. model.Layers.Select(layer => layer.Name)];
        if (!taken.Contains("Info"))
            writer.Lines($"public static {Info} Info => {fail};");
        if (!taken.Contains("Packed"))
            Packed(writer, fail);
    }

    /// <summary>The nested class.</summary>
    public static void Packed(SourceWriter writer, string fail)
    {
        using (writer.Block("public sealed class Packed : global::System.IDisposable"))
        {
            string[] sources = ["string path", "global::System.IO.Stream stream", "global::System.ReadOnlySpan<byte> file"];
            foreach (string source in sources)
                writer.Lines($"public static Packed Load({source}) => {fail};");
            writer.Lines($"public {Info} Info => {fail};");
            writer.Lines($"public global::System.Collections.Generic.IReadOnlyList<string> ClassNames => {fail};");
            foreach (string type in (string[])["float", "int"])
            {
                string inputs = $"global::System.ReadOnlySpan<{type}> inputs";
                writer.Lines($"public void Predict({inputs}, {Logits}) => {fail};");
                writer.Lines($"public void Predict({inputs}, {Logits}, global::QuantDsl.RecurrentState state) => {fail};");
                writer.Lines($"public global::QuantDsl.Classification Classify({inputs}) => {fail};");
            }
            writer.Lines($"public global::QuantDsl.RecurrentState NewState(int samples = 1) => {fail};");
            writer.Lines($"public void PredictPixels(global::System.ReadOnlySpan<byte> pixels, {Logits}) => {fail};");
            writer.Lines($"public global::QuantDsl.Classification ClassifyPixels(global::System.ReadOnlySpan<byte> pixels) => {fail};");
            writer.Lines($"public void Dispose() => {fail};");
        }
    }
}
