using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>The parameters of a model that trains: offsets in its memory.</summary>
internal sealed class TrainedParameters : IParameterWords
{
    /// <summary>The place of weights, with how many outputs share a scale where not all do.</summary>
    public string Weights(ParameterPlan weight)
    {
        if (weight.Quantizer is null)
            return $"memory.Weights({weight.Offset})";
        if (weight.IsSigned)
            return $"memory.SignedWeights({weight.Offset}, scale: {weight.ScaleOffset})";
        if (weight.IsTernary)
            return $"memory.TernaryWeights({weight.Offset}, scale: {weight.ScaleOffset})";
        string outputs = weight.Rows == 1 ? "" : $", outputsOfScale: {weight.Shape[0] / weight.Rows}";
        return $"memory.Weights({weight.Offset}, scale: {weight.ScaleOffset}{outputs})";
    }

    public string Bias(ParameterPlan bias) => $"memory.Bias({bias.Offset})";

    public string BatchNorm(LayerPlan layer)
    {
        ParameterPlan gamma = layer.Find("norm.weight")!, beta = layer.Find("norm.bias")!;
        return $"memory.BatchNorm(gamma: {gamma.Offset}, beta: {beta.Offset}, statistics: {layer.Statistics[0].Offset})";
    }

    public string LayerNorm(LayerPlan layer)
    {
        ParameterPlan gamma = layer.Find("layer_norm.weight")!, beta = layer.Find("layer_norm.bias")!;
        return $"memory.LayerNorm(gamma: {gamma.Offset}, beta: {beta.Offset})";
    }

    public string Form(ParameterPlan weight, WeightedOperation operation) => WeightForms.OfTraining(weight);
}
