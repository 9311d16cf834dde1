namespace QuantDsl.Tests.Reference;

/// <summary>Mean over the batch and its outputs of a loss of one number.</summary>
/// <param name="kind">What labels are.</param>
/// <param name="ofOne">Loss and derivative of an output and its label.</param>
public sealed class NumberLoss(LabelKind kind, Func<double, double, (double Loss, double Derivative)> ofOne) : ILoss
{
    public Func<double, double>? Rounding { get; set; }

    public static NumberLoss Mse() => new(LabelKind.Numbers, (y, t) => ((y - t) * (y - t), 2 * (y - t)));

    public static NumberLoss Huber(double delta) => new(LabelKind.Numbers, (y, t) => Math.Abs(y - t) <= delta
        ? (0.5 * (y - t) * (y - t), y - t)
        : (delta * (Math.Abs(y - t) - (0.5 * delta)), delta * Math.Sign(y - t)));

    /// <summary>From −t·ln σ(y) − (1 − t)·ln(1 − σ(y)), with −ln σ(y) = ln(1 + e⁻ʸ).</summary>
    public static NumberLoss BceWithLogits() => new(LabelKind.Probabilities, (y, t) =>
        ((t * Softplus(-y)) + ((1 - t) * Softplus(y)), (1 / (1 + Math.Exp(-y))) - t));

    public (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels)
    {
        double loss = 0;
        NdArray gradient = logits.ZerosLike();
        for (int n = 0; n < logits.Batch; n++)
        {
            for (int k = 0; k < logits.Features; k++)
            {
                double y = Rounding?.Invoke(logits[n, k]) ?? logits[n, k];
                (double ofOutput, double derivative) = ofOne(y, NumberLabels.Of(kind, labels[n], k));
                loss += ofOutput / logits.Data.Length;
                gradient[n, k] = derivative / logits.Data.Length;
            }
        }

        return (loss, gradient);
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
