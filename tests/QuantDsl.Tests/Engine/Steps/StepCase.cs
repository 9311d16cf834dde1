using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>A generated model beside the hand-written reference of the same network and recipe.</summary>
/// <param name="Make">The generated model.</param>
/// <param name="Network">The network.</param>
/// <param name="Quantizers">The quantizers of the weights in declaration order; one for all if there is one.</param>
internal sealed record StepCase(
    Func<long, EngineModel> Make, Func<ReferenceNetwork> Network, params Func<NetworkParameter, IQuantizer>[] Quantizers)
{
    /// <summary>The class of the generated model.</summary>
    public Type Model => Make.Method.GetGenericArguments().Single();

    public ILoss Loss { get; init; } = new SquaredHingeLoss();

    public double Blend { get; init; } = 0.6;

    public bool CarryTrialMoments { get; init; } = true;

    public double LearningRate { get; init; } = 0.01;

    public AdamOptions Adam { get; init; } = new();

    /// <summary>Minibatches have so many samples up to the declared batch, at random; null: always the declared batch.</summary>
    public int? SmallestBatch { get; init; }

    public static Func<NetworkParameter, IQuantizer> PerLayer(IQuantizer quantizer) => _ => quantizer;

    public static Func<NetworkParameter, IQuantizer> PerChannel(IQuantizer quantizer) =>
        p => Tests.Reference.Quantizers.PerChannel(quantizer, p.Shape[0]);

    /// <summary>The rows of a recurrent layer's weights are those of its gates, one after the other.</summary>
    public static Func<NetworkParameter, IQuantizer> PerGate(IQuantizer quantizer) =>
        weight => Tests.Reference.Quantizers.PerChannel(quantizer, rows: weight.Gates);

    /// <summary>
    /// How often each pass is repeated with noise, to see how exact float32 can be; 0: the network is known to lose nothing, so that
    /// fixed tolerances do.
    /// </summary>
    public int NoisyPasses { get; init; }

    /// <summary>The reference, from the latent weights that the generated model starts with.</summary>
    public ReferenceModel MakeReference(EngineModel engine, ReferenceNetwork network)
    {
        NetworkParameter[] weights = [.. network.Parameters.Where(p => p.IsWeight)];
        IEnumerable<Parameter> made = engine.Layers.SelectMany(layer => new[] { layer.Weight, layer.RecurrentWeight }).OfType<Parameter>();
        foreach ((Parameter parameter, NetworkParameter weight) in made.Zip(weights))
            parameter.Latent.ToDoubles().CopyTo(weight.Values, 0);
        var quantizers = weights
            .Select((weight, i) => (Weight: weight, Choose: Quantizers[Quantizers.Length == 1 ? 0 : i]))
            .ToDictionary(pair => pair.Weight, pair => pair.Choose(pair.Weight));
        return new ReferenceModel(
            network, Loss, p => quantizers.GetValueOrDefault(p, Tests.Reference.Quantizers.FullPrecision), (float)LearningRate, Adam);
    }
}
