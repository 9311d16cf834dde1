namespace QuantDsl.CompilerServices;

/// <summary>Accuracy and loss of logits.</summary>
internal static unsafe class SampleLosses
{
    /// <summary>How many samples are predicted correctly, and the sum of their losses.</summary>
    /// <param name="logits">[samples][classes].</param>
    /// <param name="labels">[samples].</param>
    public static (long Correct, double Loss) Sum<TLoss>(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
        where TLoss : struct, ISampleLoss
    {
        int classes = logits.Length / labels.Length;
        float[] losses = new float[labels.Length];
        float[] gradients = new float[logits.Length];
        double sum = 0;
        fixed (float* y = logits, l = losses, g = gradients)
        fixed (int* c = labels)
        {
            var batch = new ClassificationBatch(y, classes, c, labels.Length, classes);
            for (int sample = 0; sample < labels.Length; sample++)
                sum += TLoss.Of(batch, l, g, sample);
            return (Predictions.CountCorrect(batch, new UnitRange(0, labels.Length)), sum);
        }
    }
}
