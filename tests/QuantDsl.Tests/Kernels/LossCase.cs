using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>Logits and labels of a random shape.</summary>
internal sealed unsafe class LossCase
{
    public LossCase(int seed)
    {
        var random = new Random(seed);
        Samples = random.Next(1, 40);
        Classes = random.Next(2, 50);
        DeclaredBatch = Samples + random.Next(0, 10);
        Room = random.Next(0, 4);
        Logits = KernelData.Normal(random, Samples * Classes, deviation: 3);
        Labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(Classes))];
    }

    public delegate void Kernel(in ClassificationBatch batch, float* losses, float* gradients, nint stride, UnitRange samples);

    public int Samples { get; }

    public int Classes { get; }

    public int DeclaredBatch { get; }

    public int Room { get; }

    public float[] Logits { get; }

    public int[] Labels { get; }

    /// <summary>Runs a loss in two calls, as two threads would.</summary>
    /// <returns>The mean loss, then the gradients.</returns>
    public float[] Run(Kernel kernel, int terms)
    {
        using var logits = new GuardedImages(new ImageShape(Samples, 1, 1, Classes), Logits, room: Room);
        using var gradients = new GuardedImages(new ImageShape(Samples, 1, 1, Classes), room: Room + 1);
        using var labels = new GuardedMemory<int>(Labels);
        using var losses = new GuardedMemory<float>(Samples);
        var batch = new ClassificationBatch(logits.Batch.Data, logits.Geometry.SampleStride, labels.Data, Samples, Classes);
        int half = Samples / 2;
        kernel(batch, losses.Data, gradients.Batch.Data, gradients.Geometry.SampleStride, new UnitRange(half, Samples));
        kernel(batch, losses.Data, gradients.Batch.Data, gradients.Geometry.SampleStride, new UnitRange(0, half));
        _ = losses.Written();
        MeanLoss.AddSamples(losses.Data, 1, new BatchShards(DeclaredBatch, Samples));
        return [MeanLoss.Of(losses.Data, 1, terms), .. gradients.Written()];
    }

    /// <summary>The loss in float64, then its gradients by central differences.</summary>
    /// <param name="sampleLoss">Loss of a sample from its logits and its label.</param>
    /// <param name="terms">What the sum over the samples is divided by.</param>
    public double[] Reference(Func<double[], int, double> sampleLoss, int terms)
    {
        const double step = 1e-5;
        double[] expected = new double[1 + Logits.Length];
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] logits = Array.ConvertAll(Logits[(sample * Classes)..((sample + 1) * Classes)], value => (double)value);
            expected[0] += sampleLoss(logits, Labels[sample]) / terms;
            for (int i = 0; i < Classes; i++)
            {
                double logit = logits[i];
                logits[i] = logit + step;
                double above = sampleLoss(logits, Labels[sample]);
                logits[i] = logit - step;
                expected[1 + (sample * Classes) + i] = (above - sampleLoss(logits, Labels[sample])) / (2 * step * terms);
                logits[i] = logit;
            }
        }
        return expected;
    }
}
