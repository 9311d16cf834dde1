using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// The surface of a model whose declaration has errors: it compiles, so that the user sees the diagnostics of the declaration and not one
/// missing member for every use of the model. It never runs.
/// </summary>
internal static class BrokenModelEmitter
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using QuantDsl;
        using static TorchSharp.torch;
        """;

    public static SourceFile Emit(ModelDeclaration model) =>
        GeneratedFile.Write(model.Type, "Model", Usings, "", $" : IQuantModel<{model.Type.Name}>", writer => Members(writer, model));

    private static void Members(SourceWriter writer, ModelDeclaration model)
    {
        string name = model.Type.Name;
        string fail = $"throw new InvalidOperationException(\"The declaration of {name} has errors.\")";
        foreach (StageDeclaration stage in model.Stages.Where(stage => stage.Name != name))
            writer.Lines($"{(model.MadeFrom is null ? $"{stage.Accessibility} partial" : "public")} Layer {stage.Name} => {fail};");
        writer.Lines($$"""
            public {{name}}(Device? device = null, long seed = 0) => {{fail}};
            public static ModelInfo Info => {{fail}};
            public IReadOnlyList<Layer> Layers => {{fail}};
            public float LearningRate { get => {{fail}}; set => {{fail}}; }
            public Tensor Predict(Tensor input) => {{fail}};
            public float Step(Tensor input, Tensor labels) => {{fail}};
            public float BacktrackStep(Tensor input, Tensor labels) => {{fail}};
            public double Evaluate(Dataset data) => {{fail}};
            public TrainingReport Fit(Dataset train, Dataset? validation = null, FitOptions? options = null) => {{fail}};
            public void Save(string path) => {{fail}};
            public static {{name}} Create(Device? device = null, long seed = 0) => {{fail}};
            public static {{name}} Load(string path, Device? device = null) => {{fail}};
            public void Dispose() => {{fail}};
            """);
    }
}
