namespace QuantDsl.Tests.Reference;

/// <summary>A loss over every position of logits [N, length, classes] and labels [N·length], as if each were a sample.</summary>
public sealed class SequenceLoss(ILoss loss) : ILoss
{
    public Func<double, double>? Rounding
    {
        get => loss.Rounding;
        set => loss.Rounding = value;
    }

    public (double Loss, NdArray Gradient) Evaluate(NdArray logits, int[] labels)
    {
        (double value, NdArray gradient) = loss.Evaluate(logits.Reshaped([logits.Shape[0] * logits.Shape[1], logits.Shape[2]]), labels);
        return (value, gradient.Reshaped(logits.Shape));
    }
}
