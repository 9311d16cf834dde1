namespace QuantDsl.Tests.Reference;

/// <summary>A loss of logits [N, classes] and labels [N], averaged over the batch.</summary>
public interface ILoss
{
    /// <summary>Changes the numbers whose differences are taken, as rounding would; null: nothing does.</summary>
    Func<double, double>? Rounding { get; set; }

    (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels);
}
