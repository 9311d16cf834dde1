namespace QuantDsl.Tests.Reference;

/// <summary>
/// Cross-entropy with weights of the classes and label smoothing as PyTorch computes it: (1 − ε) times the weighted mean of −ln p of the
/// true class, and ε/K times Σ −w·ln p over all classes, divided by the same weights.
/// </summary>
public sealed class WeightedCrossEntropyLoss(double smoothing, double[]? weights = null) : ILoss
{
    public Func<double, double>? Rounding { get; set; }

    public (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels)
    {
        int classes = logits.Features;
        double[] w = weights ?? [.. Enumerable.Repeat(1.0, classes)];
        double total = labels.Sum(label => w[label]);
        double loss = 0;
        NdArray gradient = logits.ZerosLike();
        for (int n = 0; n < logits.Batch; n++)
        {
            double[] y = logits.Data[(n * classes)..((n + 1) * classes)];
            double largest = y.Max();
            double logSumExp = largest + Math.Log(y.Sum(x => Math.Exp(x - largest)));
            for (int k = 0; k < classes; k++)
            {
                double wanted = ((smoothing / classes) + (k == labels[n] ? 1 - smoothing : 0)) * w[k];
                loss += wanted * (Rounded(logSumExp) - Rounded(y[k])) / total;
                for (int j = 0; j < classes; j++)
                    gradient[n, j] += wanted * (Rounded(Math.Exp(y[j] - logSumExp)) - (j == k ? 1 : 0)) / total;
            }
        }

        return (loss, gradient);
    }

    private double Rounded(double x) => Rounding?.Invoke(x) ?? x;
}
