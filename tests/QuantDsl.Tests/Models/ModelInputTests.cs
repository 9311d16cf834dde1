using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public sealed class ModelInputTests : IDisposable
{
    private readonly Variants.Base.Net _model = new();

    [Fact]
    public void Inputs_of_another_shape_or_type_are_refused()
    {
        using Tensor wide = zeros(4, 7);
        using Tensor deep = zeros(4, 6, 1);
        using Tensor one = zeros(6);
        using Tensor exact = zeros(4, 6, dtype: ScalarType.Float64);
        (Tensor, string)[] wrong = [(wide, "float32 [4, 7]"), (deep, "float32 [4, 6, 1]"), (one, "float32 [6]"), (exact, "float64 [4, 6]")];
        foreach ((Tensor input, string found) in wrong)
        {
            string message = $"Net takes float32 [N, 6], but got {found}.";
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => _model.Predict(input)).Message);
            using Tensor labels = zeros(4, ScalarType.Int64);
            Untouched(message, input, labels);
        }
    }

    [Fact]
    public void Labels_of_another_shape_or_type_are_refused()
    {
        using Tensor input = zeros(4, 6);
        using Tensor few = zeros(3, ScalarType.Int64);
        using Tensor rows = zeros(4, 1, dtype: ScalarType.Int64);
        using Tensor real = zeros(4);
        Untouched("takes int64 labels [4] beside an input of 4 samples, but got int64 [3].", input, few);
        Untouched("but got int64 [4, 1].", input, rows);
        Untouched("but got float32 [4].", input, real);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-100)] // libtorch's cross-entropy would leave such a sample out without a word
    [InlineData(long.MaxValue)]
    public void Labels_out_of_range_are_refused(long label)
    {
        using Tensor input = zeros(4, 6);
        using Tensor labels = tensor(new[] { 0L, 2L, label, 1L });
        Untouched($"Net takes labels from 0 to 2, but got {label}.", input, labels);
        using Tensor wide = tensor(new[] { 0L, 9, 1, 9, label, 9, 2, 9 });
        using Tensor strided = wide.reshape(4, 2).select(1, 0);
        Untouched($"but got {label}.", input, strided);
    }

    [Fact]
    public void A_batch_of_one_or_none_is_refused()
    {
        using Tensor input = zeros(1, 6);
        using Tensor label = zeros(1, ScalarType.Int64);
        Untouched("Net trains on batches of at least 2 samples, but got 1.", input, label);
        using Tensor nothing = zeros(0, 6);
        using Tensor none = zeros(0, ScalarType.Int64);
        Untouched("but got 0.", nothing, none);
    }

    [Fact]
    public void Predict_takes_any_number_of_samples_in_any_memory_layout()
    {
        using Tensor input = randn(6, 6);
        using Tensor logits = _model.Predict(input);
        Assert.Equal([6, 3], logits.shape);
        Assert.False(logits.requires_grad);
        using Tensor one = input.narrow(0, 2, 1);
        using Tensor logit = _model.Predict(one);
        using Tensor expected = logits.narrow(0, 2, 1);
        Assert.True(logit.allclose(expected, rtol: 1e-5, atol: 1e-6));
        using Tensor transposed = input.t();
        using Tensor dense = transposed.contiguous();
        using Tensor a = _model.Predict(transposed);
        using Tensor b = _model.Predict(dense);
        Assert.True(a.allclose(b, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Steps_take_any_memory_layout()
    {
        using Tensor wide = randn(6, 4);
        using Tensor strided = wide.t();
        using Tensor dense = strided.contiguous();
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1 });
        using var other = new Variants.Base.Net();
        float loss = _model.Step(strided, labels);
        Assert.Equal(other.Step(dense, labels), loss, 1e-5f);
    }

    [Fact]
    public void Nothing_is_refused_by_name()
    {
        using Tensor input = zeros(4, 6);
        Assert.Equal("input", Assert.Throws<ArgumentNullException>(() => _model.Predict(null!)).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => _model.Step(input, null!)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => _model.Evaluate(null!)).ParamName);
    }

    [Fact]
    public void Evaluating_a_data_set_that_does_not_fit_is_refused()
    {
        using var wide = Dataset.FromArrays(new float[14], [7], new long[2], name: "wide");
        Assert.Contains(
            "Net takes inputs of 6, but the evaluation set wide has 7.",
            Assert.Throws<ArgumentException>(() => _model.Evaluate(wide)).Message);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_learning_rate_must_be_positive_and_finite(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.LearningRate = rate);
        Assert.Equal(0.01f, _model.LearningRate);
    }

    [Fact]
    public void Other_devices_are_refused_with_what_to_do()
    {
        var mps = new Device(DeviceType.MPS);
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => new Variants.Base.Net(mps));
        Assert.Equal(
            "A model was requested on mps, but models live on the CPU or on CUDA: pass torch.CPU or Devices.Cuda().", refused.Message);
        Assert.Throws<NotSupportedException>(() => Variants.Base.Net.Load("unused", mps));
    }

    [Fact]
    public void Input_and_labels_on_another_device_are_refused()
    {
        using Tensor input = zeros(4, 6);
        using Tensor labels = zeros(4, ScalarType.Int64);
        using Tensor elsewhere = zeros([4, 6], device: META);
        using Tensor labelsElsewhere = zeros([4], ScalarType.Int64, META);
        Untouched("Net lives on cpu, but its input came on meta. Move it there: input.to(\"cpu\").", elsewhere, labels);
        Untouched("Net lives on cpu, but its labels came on meta. Move it there: labels.to(\"cpu\").", input, labelsElsewhere);
        Assert.Contains("lives on cpu", Assert.Throws<ArgumentException>(() => _model.Predict(elsewhere)).Message);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Both steps refuse the batch and leave the model as it was.</summary>
    private void Untouched(string message, Tensor input, Tensor labels)
    {
        byte[] before = ModelBits.Of(_model);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => _model.Step(input, labels)).Message);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => _model.BacktrackStep(input, labels)).Message);
        Assert.Equal(before, ModelBits.Of(_model));
    }
}
