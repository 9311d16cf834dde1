namespace QuantDsl.Tests.Reference;

/// <summary>Mean over batch and classes of max(0, 1 − t·y)² with t = +1 for the label and −1 for every other class.</summary>
public sealed class SquaredHingeLoss : ILoss
{
    public Func<double, double>? Rounding { get; set; }

    public (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels)
    {
        double loss = 0;
        NdArray gradient = logits.ZerosLike();
        for (int n = 0; n < logits.Batch; n++)
        {
            for (int k = 0; k < logits.Features; k++)
            {
                double t = k == labels[n] ? 1 : -1;
                double margin = Math.Max(0, 1 - t * (Rounding?.Invoke(logits[n, k]) ?? logits[n, k]));
                loss += margin * margin / logits.Data.Length;
                gradient[n, k] = -2 * t * margin / logits.Data.Length;
            }
        }

        return (loss, gradient);
    }
}
