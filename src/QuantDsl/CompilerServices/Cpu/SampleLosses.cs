namespace QuantDsl.CompilerServices;

/// <summary>Memory of an evaluation of samples, and the sums over them in their order.</summary>
internal static unsafe class SampleLosses
{
    /// <summary>Runs a loss of classes.</summary>
    public static LossSums OfClasses<TKernel>(TKernel kernel, ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
        where TKernel : struct, IClassKernel
    {
        float[] losses = new float[labels.Length];
        float[] gradients = new float[logits.Length];
        fixed (float* y = logits, l = losses, g = gradients)
        fixed (int* c = labels)
        {
            var batch = new ClassificationBatch(y, classes, c, labels.Length, classes);
            var all = new UnitRange(0, labels.Length);
            double weight = kernel.Run(batch, l, g, all);
            return new LossSums(Predictions.CountCorrect(batch, all), labels.Length, Sum(losses), weight);
        }
    }

    /// <summary>Runs a loss of numbers.</summary>
    public static LossSums OfNumbers<TKernel>(TKernel kernel, ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels, int width)
        where TKernel : struct, INumberKernel
    {
        int samples = labels.Length / width;
        float[] losses = new float[samples];
        float[] gradients = new float[outputs.Length];
        fixed (float* y = outputs, l = losses, g = gradients, t = labels)
        {
            var batch = new NumberBatch(y, width, t, samples, width);
            long correct = kernel.Run(batch, l, g, new UnitRange(0, samples));
            return new LossSums(Math.Max(0, correct), correct < 0 ? 0 : labels.Length, Sum(losses), labels.Length);
        }
    }

    private static double Sum(float[] losses)
    {
        double sum = 0;
        foreach (float loss in losses)
            sum += loss;
        return sum;
    }
}
