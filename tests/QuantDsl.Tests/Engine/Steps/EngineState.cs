namespace QuantDsl.Tests.Engine;

/// <summary>What a generated model is made of at some time: one array a parameter or a batch norm, in declaration order.</summary>
internal sealed record EngineState(
    double[][] Latent,
    float[][] Quantized,
    float[][] Scales,
    double[][] FirstMoment,
    double[][] SecondMoment,
    double[][] RunningMean,
    double[][] RunningVariance)
{
    public static EngineState Of(EngineModel model) => Of([.. model.Parameters], [.. model.BatchNorms]);

    public static EngineState Of(IReadOnlyList<Parameter> parameters, IReadOnlyList<BatchNormState> norms) =>
        new(
            [.. parameters.Select(p => p.Latent.ToDoubles())],
            [.. parameters.Select(p => p.Quantized.data<float>().ToArray())],
            [.. parameters.Select(p => p.Scale.data<float>().ToArray())],
            [.. parameters.Select(p => p.FirstMoment.ToDoubles())],
            [.. parameters.Select(p => p.SecondMoment.ToDoubles())],
            [.. norms.Select(norm => norm.RunningMean.ToDoubles())],
            [.. norms.Select(norm => norm.RunningVariance.ToDoubles())]);
}
