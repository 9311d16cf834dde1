using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;
using TorchSharp;

namespace QuantDsl.Tests.Kernels;

/// <summary>Losses of numbers, and the cross-entropy with weights, against float64 and libtorch; gradients, too.</summary>
public sealed unsafe class NumberLossTests
{
    private const int Samples = 23;
    private const int Width = 5;

    private delegate void Kernel(in NumberBatch batch, float* losses, float* gradients, nint stride, UnitRange samples);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 5)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mean_squared_error(int seed) => Check(seed, LabelKind.Numbers, MseLoss.Run, NumberLoss.Mse(), Losses.Mse);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Huber(int seed)
    {
        float delta = 0.5f + seed;
        Check(
            seed, LabelKind.Numbers,
            (in NumberBatch batch, float* losses, float* gradients, nint stride, UnitRange samples) =>
                HuberLoss.Run(batch, delta, losses, gradients, stride, samples),
            NumberLoss.Huber(delta), (outputs, labels) => Losses.Huber(outputs, labels, delta));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Binary_cross_entropy(int seed) =>
        Check(seed, LabelKind.Probabilities, BceWithLogitsLoss.Run, NumberLoss.BceWithLogits(), Losses.BceWithLogits);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cross_entropy_with_weights_and_smoothing(int seed)
    {
        var loss = new LossCase(seed);
        float[] weights = [.. Enumerable.Range(0, loss.Classes).Select(i => 0.25f + (i % 4))];
        float smoothing = 0.0625f * seed;
        float total = (float)ClassWeighting.Sum(loss.Labels, weights);
        fixed (float* ofClasses = weights)
        {
            var weighting = new ClassWeighting(smoothing, ofClasses, total);
            float[] found = KernelData.SameBits(
                loss.Run(WeightedCrossEntropy<Lanes4>(weighting), terms: 1),
                loss.Run(WeightedCrossEntropy<Lanes8>(weighting), terms: 1),
                loss.Run(WeightedCrossEntropy<Lanes16>(weighting), terms: 1));
            found[0] /= total;
            NdArray logits = new([loss.Samples, loss.Classes], [.. loss.Logits.Select(y => (double)y)]);
            (double expected, NdArray gradient) =
                new Reference.WeightedCrossEntropyLoss(smoothing, [.. weights.Select(w => (double)w)]).Evaluate(logits, loss.Labels);
            Compare(found, expected, gradient);

            using torch.Tensor labels = torch.tensor(Array.ConvertAll(loss.Labels, label => (long)label));
            CompareWithLibtorch(
                found, loss.Logits, [loss.Samples, loss.Classes], labels, (y, c) => Losses.CrossEntropy(y, c, smoothing, weights));
            Assert.Equal(total, Losses.Weight(labels, weights), 4);
        }
    }

    /// <summary>Far from the label the loss is linear, near it exact to its last place, and nothing overflows.</summary>
    [Fact]
    public void Binary_cross_entropy_of_large_logits_is_exact()
    {
        (float[] losses, float[] gradients) = Run(BceWithLogitsLoss.Run, [200, -200, 20, -1000], [1, 1, 1, 0], width: 1);
        Assert.Equal([0f, 200f, (float)Math.Exp(-20), 0f], losses);
        Assert.Equal([0f, -0.25f, 0f, 0f], gradients.Select(g => MathF.Round(g, 6)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_shows_in_the_loss(float output)
    {
        Assert.False(float.IsFinite(Run(MseLoss.Run, [output, 1], [0, 1], width: 2).Losses[0]));
        Assert.False(float.IsFinite(Run(BceWithLogitsLoss.Run, [output, 1], [0.5f, 1], width: 2).Losses[0]));
        Assert.False(float.IsFinite(Run(
            (in NumberBatch batch, float* losses, float* gradients, nint stride, UnitRange samples) =>
                HuberLoss.Run(batch, 1, losses, gradients, stride, samples),
            [output, 1], [0, 1], width: 2).Losses[0]));
    }

    private static LossCase.Kernel WeightedCrossEntropy<TLanes>(ClassWeighting weighting)
        where TLanes : unmanaged, ILanes<TLanes> =>
        (in ClassificationBatch batch, float* losses, float* gradients, nint stride, UnitRange samples) =>
            CompilerServices.WeightedCrossEntropyLoss.Run<TLanes>(batch, weighting, losses, gradients, stride, samples);

    private static void Check(
        int seed, LabelKind kind, Kernel kernel, NumberLoss reference, Func<torch.Tensor, torch.Tensor, torch.Tensor> libtorch)
    {
        float[] outputs = KernelData.Normal(new Random(seed), Samples * Width, deviation: 2);
        int[] labels = [.. Enumerable.Range(0, Samples)];
        float[] numbers = [.. labels.SelectMany(label => Enumerable.Range(0, Width).Select(k => NumberLabels.Of(kind, label, k)))];
        (float[] losses, float[] gradients) = Run(kernel, outputs, numbers, Width);
        float[] found = [(float)(losses.Sum(loss => (double)loss) / outputs.Length), .. gradients];

        (double expected, NdArray gradient) =
            reference.Evaluate(new NdArray([Samples, Width], [.. outputs.Select(y => (double)y)]), labels);
        Compare(found, expected, gradient);
        using torch.Tensor wanted = torch.tensor(numbers).view(Samples, Width);
        CompareWithLibtorch(found, outputs, [Samples, Width], wanted, libtorch);
    }

    private static void Compare(float[] found, double expected, NdArray gradient)
    {
        KernelData.Close([expected], found[..1], 2e-6);
        KernelData.Close(gradient.Data, found[1..], 2e-6);
    }

    private static void CompareWithLibtorch(
        float[] found, float[] values, long[] shape, torch.Tensor labels, Func<torch.Tensor, torch.Tensor, torch.Tensor> libtorch)
    {
        using torch.Tensor flat = torch.tensor(values);
        using torch.Tensor outputs = flat.view(shape).requires_grad_(true);
        using torch.Tensor value = libtorch(outputs, labels);
        value.backward();
        using torch.Tensor gradient = outputs.grad!;
        KernelData.Close([value.item<float>()], found[..1], 2e-6);
        KernelData.Close([.. gradient.data<float>()], found[1..], 2e-6);
    }

    /// <summary>Runs a loss in two calls, as two threads would.</summary>
    private static (float[] Losses, float[] Gradients) Run(Kernel kernel, float[] values, float[] numbers, int width)
    {
        int samples = values.Length / width;
        using var outputs = new GuardedMemory<float>(values);
        using var labels = new GuardedMemory<float>(numbers);
        using var losses = new GuardedMemory<float>(samples);
        using var gradients = new GuardedMemory<float>(values.Length);
        var batch = new NumberBatch(outputs.Data, width, labels.Data, samples, width);
        kernel(batch, losses.Data, gradients.Data, width, new UnitRange(samples / 2, samples));
        kernel(batch, losses.Data, gradients.Data, width, new UnitRange(0, samples / 2));
        return (losses.Written(), gradients.Written());
    }
}
