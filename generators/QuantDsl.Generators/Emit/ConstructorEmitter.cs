using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The constructor: the model's memory and the position of each layer in it.</summary>
internal static class ConstructorEmitter
{
    public static void Write(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines("""
            /// <summary>
            /// Creates an untrained model: latent weights are drawn from U(−b, b) with b = √(1.5/(fan_in + fan_out)) and quantized with D = 1.
            /// </summary>
            /// <param name="device">Device that trains the model and predicts; null means the CPU.</param>
            /// <param name="seed">Seed for the initial weights, for shuffling and for dropout.</param>
            """);
        using (writer.Block($"public {plan.Type.Identifier}(Device? device = null, long seed = 0)"))
        {
            using (writer.Block("try"))
                Allocate(writer, plan);
            writer.Lines("""
                catch
                {
                    Dispose(); // releases what was allocated before the failure
                    throw;
                }
                """);
        }
        writer.Blank();
    }

    private static void Allocate(SourceWriter writer, ModelPlan plan)
    {
        string sizes = $"parameters: {plan.ParameterFloats}, scales: {plan.ScaleFloats}, statistics: {plan.StatisticsFloats}";
        writer.Lines($$"""
            _store = new ParameterStore(device, seed, {{sizes}})
            {
                LearningRate = {{Literals.Float(plan.Declaration.Adam.LearningRate)}},{{Frozen(plan)}}
            };
            _layers =
            [
            """);
        foreach (LayerPlan layer in plan.Layers)
            writer.Lines(Layer(layer));
        writer.Lines("];");
        writer.Lines("_network = CpuTraining.For(_store, Info, CreateNetwork);");
        if (plan.IsMeasured)
        {
            int levels = plan.Leveled.Any() ? plan.ParameterFloats : 0;
            writer.Lines($"_zigzag = new ZigZagMeter(_store, tiles: {plan.Tiles}, floats: {plan.ParameterFloats}, levels: {levels});");
        }
        writer.Lines("""
            _store.Engine = DeviceEngine.For(_store, Info, static () => CudaStep) ?? new CpuUpdate(_store);
            _store.Engine.Run(UpdateKind.Initial, default, default);
            """);
    }

    private static string Frozen(ModelPlan plan)
    {
        List<int> frozen = [.. plan.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Index)];
        return frozen.Count == 0 ? "" : $"\n    Frozen = {Literals.Integers(frozen)},";
    }

    private static string Layer(LayerPlan layer) => layer.Find("weight_hh") is { } recurrent
        ? $"""
                ParameterStore.RecurrentLayer("{layer.Name}",
                    {Weight(layer.Weight)},
                    {Weight(recurrent)},
                    bias: {Bias(layer.Find("bias"))},{RecurrentBias(layer.Find("bias_hh"))}
                    {Norms(layer)}),
            """
        : $"""
                ParameterStore.Layer("{layer.Name}",
                    {Weight(layer.Weight)},
                    bias: {Bias(layer.Find("bias"))},
                    {Norms(layer)}),
            """;

    private static string Weight(ParameterPlan weight)
    {
        string place = $"\"{weight.Name}\", offset: {weight.Offset}, {Literals.Integers(weight.Shape)}";
        string bound = $"bound: {Literals.Float(weight.Bound)}";
        return weight.Quantizer is { } quantizer
            ? $"_store.AddQuantized({place}, bits: {quantizer.Bits}, {bound}, "
                + $"scale: {weight.ScaleOffset}, {Literals.Integers(weight.ScaleShape)})"
            : $"_store.AddFullPrecision({place}, {bound})";
    }

    private static string Bias(ParameterPlan? bias) => bias switch
    {
        null => "null",
        { Spec.Gates: > 1 } => $"_store.AddGateBias(\"{bias.Name}\", offset: {bias.Offset}, hidden: {bias.Count / bias.Spec.Gates})",
        _ => $"_store.AddConstant(\"{bias.Name}\", offset: {bias.Offset}, {Literals.Integers(bias.Shape)}, value: 0f)",
    };

    private static string RecurrentBias(ParameterPlan? bias) => bias is null ? "" : $"\n        recurrentBias: {Bias(bias)},";

    /// <summary>Parameters are added in the order of their memory.</summary>
    private static string Norms(LayerPlan layer)
    {
        ParameterPlan? norm = layer.Find("norm.weight"), layerNorm = layer.Find("layer_norm.weight");
        bool isNamed = norm is not null && (layerNorm is not null || layer.Find("bias_hh") is not null); // behind optional arguments
        string batchNorm = (isNamed ? "batchNorm: " : "") + BatchNorm(layer, norm);
        if (layerNorm is null)
            return batchNorm;
        string offsets = $"weight: {layerNorm.Offset}, bias: {layer.Find("layer_norm.bias")!.Offset}";
        string added = $"layerNorm: _store.AddLayerNorm(\"{layer.Name}\", {offsets}, channels: {layerNorm.Count})";
        return layerNorm.Offset < norm?.Offset ? $"{added},\n        {batchNorm}" : $"{batchNorm},\n        {added}";
    }

    private static string BatchNorm(LayerPlan layer, ParameterPlan? weight)
    {
        if (weight is null)
            return "batchNorm: null";
        string offsets = $"weight: {weight.Offset}, bias: {layer.Find("norm.bias")!.Offset}, statistics: {layer.Statistics[0].Offset}";
        return $"_store.AddBatchNorm(\"{layer.Name}\", {offsets}, channels: {weight.Count})";
    }
}
