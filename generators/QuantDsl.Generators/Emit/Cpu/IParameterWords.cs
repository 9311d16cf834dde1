using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cpu;

/// <summary>How the constructor of a network names the places of parameters.</summary>
internal interface IParameterWords
{
    /// <summary>The weights of a layer.</summary>
    string Weights(ParameterPlan weight);

    /// <summary>A bias.</summary>
    string Bias(ParameterPlan bias);

    /// <summary>The batch normalization of a layer.</summary>
    string BatchNorm(LayerPlan layer);

    /// <summary>The layer normalization of a layer.</summary>
    string LayerNorm(LayerPlan layer);

    /// <summary>The type that packs the weights of an operation for its products.</summary>
    string Form(ParameterPlan weight, WeightedOperation operation);
}
