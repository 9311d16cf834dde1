using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Packed;

/// <summary>The class itself where only the runtime is referenced: facts about it, and layers that are described.</summary>
internal static class PredictionModelEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Model", InfoEmitter.Documentation(plan), "", writer => Members(writer, plan));

    private static void Members(SourceWriter writer, ModelPlan plan)
    {
        for (int index = 0; index < plan.Layers.Count; index++)
        {
            LayerPlan layer = plan.Layers[index];
            string modifiers = plan.Declaration.MadeFrom is null ? $"{layer.Declaration.Accessibility} partial".TrimStart() : "public";
            if (plan.Declaration.MadeFrom is not null)
                writer.Lines($"/// <summary>{layer.Declaration.Text}: {layer.QuantizerWords}, output {layer.Output}.</summary>");
            writer.Lines($"{modifiers} Layer {Literals.Identifier(layer.Name)} => DescribedLayer.Of(Info.Layers[{index}]);").Blank();
        }
        InfoEmitter.Write(writer, plan);
    }
}
