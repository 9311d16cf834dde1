namespace QuantDsl.Tests.Reference;

/// <summary>A network, its loss and the optimizer of its parameters: what a generated model is, slow and in float64.</summary>
public sealed class ReferenceModel
{
    private readonly ReferenceNetwork _network;
    private readonly ILoss _loss;

    /// <summary>Takes the values that the network's parameters have now as latent weights.</summary>
    /// <param name="quantizerOf">The quantizer of each parameter, for example <see cref="Weights"/>.</param>
    public ReferenceModel(
        ReferenceNetwork network,
        ILoss loss,
        Func<NetworkParameter, IQuantizer> quantizerOf,
        double learningRate,
        AdamOptions? adam = null)
    {
        _network = network;
        _loss = loss;
        Optimizer = new ReferenceOptimizer(
            [.. network.Parameters.Select(p => new ReferenceParameter(p.Shape, quantizerOf(p), p.Values) { IsFrozen = p.IsFrozen })],
            learningRate,
            adam);
    }

    public ReferenceOptimizer Optimizer { get; }

    /// <summary>The common choice: every weight by <paramref name="quantizer"/>, biases and batch norm in full precision.</summary>
    public static Func<NetworkParameter, IQuantizer> Weights(IQuantizer quantizer) =>
        p => p.IsWeight ? quantizer : Quantizers.FullPrecision;

    /// <summary>One LAQ step; returns the loss before it.</summary>
    public double LaqStep(NdArray input, int[] labels) => Optimizer.LaqStep(OnBatch(input, labels));

    /// <summary>One backtrack step; returns the loss before it.</summary>
    public double BacktrackStep(NdArray input, int[] labels, double blend, bool carryTrialMoments = true) =>
        Optimizer.BacktrackStep(OnBatch(input, labels), blend, carryTrialMoments);

    /// <summary>Logits, with running statistics and quantized weights.</summary>
    public NdArray Predict(NdArray input)
    {
        Use([.. Optimizer.Parameters.Select(p => p.Quantized)]);
        return _network.Forward(input, ForwardMode.Evaluation);
    }

    /// <summary>Loss and gradients on one minibatch. Running statistics move in the first forward only.</summary>
    public LossAndGradients OnBatch(NdArray input, int[] labels) => (quantized, trial) =>
    {
        Use(quantized);
        NdArray logits = _network.Forward(input, trial ? ForwardMode.Trial : ForwardMode.Training);
        (double loss, NdArray gradient) = _loss.Evaluate(logits, labels);
        _network.Backward(gradient);
        return (loss, [.. _network.Parameters.Select(p => (double[])p.Gradient.Clone())]);
    };

    private void Use(double[][] quantized)
    {
        IReadOnlyList<NetworkParameter> parameters = _network.Parameters;
        for (int i = 0; i < parameters.Count; i++) quantized[i].CopyTo(parameters[i].Values, 0);
    }
}
