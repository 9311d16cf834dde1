using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Onnx;

/// <summary>A test model after a few steps, with what the float64 reference predicts from its quantized weights.</summary>
internal sealed class OnnxCase : IDisposable
{
    private const int Steps = 3;

    public OnnxCase(string name)
    {
        StepCase @case = StepCases.All[name];
        Model = @case.Make(1);
        for (int step = 1; step <= Steps; step++)
        {
            (torch.Tensor input, torch.Tensor labels) = Batches.Draw(Model.Info, step);
            using (input)
            using (labels)
                Model.Step(input, labels);
        }
        (torch.Tensor samples, torch.Tensor rest) = Batches.Draw(Model.Info, 99);
        using (samples)
        using (rest)
        {
            Input = new NdArray([Model.Info.Batch, .. Model.Info.InputShape], samples.to(torch.ScalarType.Float32).ToDoubles());
            using torch.Tensor logits = Model.Predict(samples);
            Ours = logits.ToDoubles();
        }
        Expected = Reference(@case.Network()).Forward(Input, ForwardMode.Evaluation).Data;
    }

    public EngineModel Model { get; }

    public NdArray Input { get; }

    /// <summary>Logits of our own prediction.</summary>
    public double[] Ours { get; }

    /// <summary>Logits in float64.</summary>
    public double[] Expected { get; }

    /// <summary>The largest deviation of logits, relative to the largest of those in float64.</summary>
    public double Deviation(double[] logits)
    {
        Assert.Equal(Expected.Length, logits.Length);
        return Expected.Zip(logits, (x, y) => Math.Abs(x - y)).Max() / Expected.Max(Math.Abs);
    }

    public void Dispose() => Model.Dispose();

    private ReferenceNetwork Reference(ReferenceNetwork network)
    {
        foreach ((NetworkParameter reference, Parameter parameter) in network.Parameters.Zip(Model.Parameters, Pairs))
        {
            float[] values = new float[parameter.Count];
            parameter.CopyQuantized(values);
            values.Select(x => (double)x).ToArray().CopyTo(reference.Values, 0);
        }
        foreach ((BatchNormLayer reference, BatchNormState norm) in StepCheck.BatchNorms(network).Zip(Model.BatchNorms, Pairs))
        {
            Copy(norm.CopyRunningMean, reference.RunningMean);
            Copy(norm.CopyRunningVariance, reference.RunningVariance);
        }
        return network;
    }

    private static (T, U) Pairs<T, U>(T first, U second) => (first, second);

    private delegate void Copying(Span<float> destination);

    private static void Copy(Copying copy, double[] to)
    {
        float[] values = new float[to.Length];
        copy(values);
        values.Select(x => (double)x).ToArray().CopyTo(to, 0);
    }
}
