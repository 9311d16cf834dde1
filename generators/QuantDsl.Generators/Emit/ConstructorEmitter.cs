using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The constructor: the model's memory and the layers' places in it.</summary>
internal static class ConstructorEmitter
{
    public static void Write(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines("""
            /// <summary>Makes an untrained model: latent weights from U(±√(1.5/(fan_in + fan_out))), quantized with uniform curvature.</summary>
            /// <param name="device">Where it lives; null: the CPU.</param>
            /// <param name="seed">Seed of the latent weights, of shuffling and of dropout.</param>
            """);
        using (writer.Block($"public {plan.Type.Identifier}(Device? device = null, long seed = 0)"))
        {
            if (plan.IsMeasured)
                writer.Lines($"ZigZagMeter.ThrowIfUnsupported(device, \"{plan.Name}\");");
            string sizes = $"parameters: {plan.ParameterFloats}, scales: {plan.ScaleFloats}, statistics: {plan.StatisticsFloats}";
            writer.Lines($$"""
                _store = new ParameterStore(device, seed, {{sizes}})
                {
                    LearningRate = {{Literals.Float(plan.Declaration.Adam.LearningRate)}},
                };
                _layers =
                [
                """);
            foreach (LayerPlan layer in plan.Layers)
                writer.Lines(Layer(layer));
            writer.Lines("""
                ];
                _tape = new GradientTape(_store);
                """);
            if (plan.IsMeasured)
            {
                int levels = plan.Parameters.Any(parameter => parameter.Quantizer?.Bits > 1) ? plan.ParameterFloats : 0;
                writer.Lines($"_zigzag = new ZigZagMeter(_store, tiles: {plan.Tiles}, floats: {plan.ParameterFloats}, levels: {levels});");
            }
            writer.Lines("""
                _engine = DeviceEngine.For(_store, CudaCode) ?? new CpuUpdate(_store);
                using Gradients ones = Gradients.Ones(_store.Parameters);
                _engine.Run(UpdateKind.Initial, default, ones);
                """);
        }
        writer.Blank();
    }

    private static string Layer(LayerPlan layer) => layer.RecurrentWeight is { } recurrent ? RecurrentLayer(layer, recurrent) : $"""
            ParameterStore.Layer("{layer.Stage.Name}",
                {Weight(layer.Weight)},
                bias: {Bias(layer.Bias)},
                {Norm(layer.Stage, layer.Norm)}),
        """;

    private static string RecurrentLayer(LayerPlan layer, ParameterPlan recurrent) => $"""
            ParameterStore.RecurrentLayer("{layer.Stage.Name}",
                {Weight(layer.Weight)},
                {Weight(recurrent)},
                bias: _store.AddGateBias("{layer.Bias!.Name}", offset: {layer.Bias.Offset}, hidden: {recurrent.Shape[1]}),
                {Norm(layer.Stage, layer.Norm)}),
        """;

    private static string Weight(ParameterPlan weight)
    {
        string place = $"\"{weight.Name}\", offset: {weight.Offset}, {Literals.Integers(weight.Shape)}";
        string bound = $"bound: {Literals.Float(weight.Bound)}";
        return weight.Quantizer is { } quantizer
            ? $"_store.AddQuantized({place}, bits: {quantizer.Bits}, {bound}, scale: {weight.ScaleOffset}, {Literals.Integers(weight.ScaleShape)})"
            : $"_store.AddFullPrecision({place}, {bound})";
    }

    private static string Bias(ParameterPlan? bias) => bias is null
        ? "null"
        : $"_store.AddConstant(\"{bias.Name}\", offset: {bias.Offset}, {Literals.Integers(bias.Shape)}, value: 0f)";

    private static string Norm(StageDeclaration stage, NormPlan? norm)
    {
        if (norm is null)
            return "batchNorm: null";
        string offsets = $"weight: {norm.Weight.Offset}, bias: {norm.Bias.Offset}, statistics: {norm.StatisticsOffset}";
        return $"_store.AddBatchNorm(\"{stage.Name}\", {offsets}, channels: {norm.Channels})";
    }
}
