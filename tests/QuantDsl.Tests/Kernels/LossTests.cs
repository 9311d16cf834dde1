using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Tests.Kernels;

/// <summary>Losses against float64 and libtorch, their gradients by central differences, and predictions.</summary>
public sealed unsafe class LossTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Squared_hinge(int seed)
    {
        var loss = new LossCase(seed);
        double[] expected = loss.Reference(
            (logits, label) => logits.Select((y, i) => Math.Pow(Math.Max(0, 1 - (i == label ? y : -y)), 2)).Sum(),
            loss.Samples * loss.Classes);
        Check(expected, loss.Run(SquaredHingeLoss.Run, loss.Samples * loss.Classes), loss, Losses.SquaredHinge);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cross_entropy(int seed)
    {
        var loss = new LossCase(seed);
        double[] expected = loss.Reference((logits, label) => Math.Log(logits.Sum(Math.Exp)) - logits[label], loss.Samples);
        float[] found = KernelData.SameBits(
            loss.Run(CrossEntropyLoss.Run<Lanes4>, loss.Samples),
            loss.Run(CrossEntropyLoss.Run<Lanes8>, loss.Samples),
            loss.Run(CrossEntropyLoss.Run<Lanes16>, loss.Samples));
        Check(expected, found, loss, Losses.CrossEntropy);
    }

    [Fact]
    public void Cross_entropy_of_large_logits_is_finite()
    {
        (float[] losses, float[] gradients) = CrossEntropy([1000, -1000, 0], label: 1);
        Assert.Equal([2000f], losses);
        Assert.Equal([1f, -1f, 0f], gradients);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_shows_in_the_loss(float logit)
    {
        Assert.True(float.IsNaN(CrossEntropy([0, logit, 1], label: 0).Losses[0]));

        using var logits = new GuardedMemory<float>([0, logit, 1]);
        using var labels = new GuardedMemory<int>([0]);
        using var loss = new GuardedMemory<float>(1);
        using var gradients = new GuardedMemory<float>(3);
        SquaredHingeLoss.Run(new ClassificationBatch(logits.Data, 3, labels.Data, 1, 3), loss.Data, gradients.Data, 3, new UnitRange(0, 1));
        Assert.False(float.IsFinite(loss.Written()[0]));
    }

    [Theory]
    [InlineData(new[] { 1f, 2f, 2f, -5f }, 1)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    [InlineData(new[] { 1f, float.NaN, float.PositiveInfinity, float.NaN }, 1)]
    [InlineData(new[] { 3f }, 0)]
    public void The_first_of_the_largest_is_predicted(float[] values, int expected)
    {
        using torch.Tensor tensor = torch.tensor(values);
        using torch.Tensor place = tensor.argmax();
        Assert.Equal(expected, place.item<long>());

        using var logits = new GuardedMemory<float>([.. values, .. values]);
        using var labels = new GuardedMemory<int>([expected, expected + 1]);
        var batch = new ClassificationBatch(logits.Data, values.Length, labels.Data, 2, values.Length);
        Assert.Equal(1, Predictions.CountCorrect(batch, new UnitRange(0, 2)));
    }

    private static (float[] Losses, float[] Gradients) CrossEntropy(float[] values, int label)
    {
        using var logits = new GuardedMemory<float>(values);
        using var labels = new GuardedMemory<int>([label]);
        using var losses = new GuardedMemory<float>(1);
        using var gradients = new GuardedMemory<float>(values.Length);
        var batch = new ClassificationBatch(logits.Data, values.Length, labels.Data, 1, values.Length);
        CrossEntropyLoss.Run<Lanes8>(batch, losses.Data, gradients.Data, values.Length, new UnitRange(0, 1));
        return (losses.Written(), gradients.Written());
    }

    private static void Check(double[] expected, float[] found, LossCase loss, Func<torch.Tensor, torch.Tensor, torch.Tensor> libtorch)
    {
        KernelData.Close(expected[..1], found[..1], 2e-6);
        KernelData.Close(expected[1..], found[1..], 2e-6);

        using torch.Tensor flat = torch.tensor(loss.Logits);
        using torch.Tensor logits = flat.view(loss.Samples, loss.Classes).requires_grad_(true);
        using torch.Tensor labels = torch.tensor(Array.ConvertAll(loss.Labels, label => (long)label));
        using torch.Tensor value = libtorch(logits, labels);
        value.backward();
        using torch.Tensor gradient = logits.grad!;
        KernelData.Close([value.item<float>()], found[..1], 2e-6);
        KernelData.Close([.. gradient.data<float>()], found[1..], 2e-6);
    }
}
