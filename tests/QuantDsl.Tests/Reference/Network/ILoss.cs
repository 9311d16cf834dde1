namespace QuantDsl.Tests.Reference;

/// <summary>A loss of logits [N, classes] and labels [N], averaged over the batch.</summary>
public interface ILoss
{
    (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels);
}
