namespace QuantDsl.Tests.Reference;

/// <summary>Mean over the batch of −log softmax(y)[label].</summary>
public sealed class CrossEntropyLoss : ILoss
{
    public Func<double, double>? Rounding { get; set; }

    public (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels)
    {
        double loss = 0;
        NdArray gradient = logits.ZerosLike();
        for (int n = 0; n < logits.Batch; n++)
        {
            double[] y = logits.Data[(n * logits.Features)..((n + 1) * logits.Features)];
            double largest = y.Max();
            double logSumExp = largest + Math.Log(y.Sum(x => Math.Exp(x - largest)));
            loss += (Rounded(logSumExp) - Rounded(y[labels[n]])) / logits.Batch;
            for (int k = 0; k < logits.Features; k++)
            {
                double probability = Math.Exp(y[k] - logSumExp);
                gradient[n, k] = (Rounded(probability) - (k == labels[n] ? 1 : 0)) / logits.Batch;
            }
        }

        return (loss, gradient);
    }

    private double Rounded(double x) => Rounding?.Invoke(x) ?? x;
}
