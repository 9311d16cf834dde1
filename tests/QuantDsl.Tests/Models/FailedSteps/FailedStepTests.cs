using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Engine.ZigZag;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models.FailedSteps;

/// <summary>A step is all or nothing: one that fails leaves no trace.</summary>
public sealed class FailedStepTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_input_that_is_not_finite_leaves_no_trace(float value)
    {
        Check<BinaryMlp>();
        Check<FullPrecisionMlp>();
        Check<MixedMlp>();
        Check<BiasedMlp>();
        Check<DropoutMlp>();
        Check<TinyDropoutNet>();
        Check<SmallLeNet>();
        Check<SmallResNet>();
        Check<StackedLstm>();
        Check<EveryTiled>();
        Check<MeasuredTiled>();

        void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using Twins<TModel> twins = new();
            twins.Fail(input => Set(input, value));
        }
    }

    /// <summary>
    /// Finite, as is the loss, but the variance of its batch is not. What is normalized only behind a pooling or a ReLU may never see it.
    /// </summary>
    [Theory]
    [InlineData(1e25f)]
    [InlineData(-3e38f)]
    public void A_huge_input_leaves_no_trace(float value)
    {
        Check<BinaryMlp>();
        Check<FullPrecisionMlp>();
        Check<SmallResNet>();
        Check<EverySmall>();

        void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using Twins<TModel> twins = new();
            twins.Fail(input => Set(input, value));
        }
    }

    /// <summary>Loss and gradients are finite, but 1/η is not, and so no curvature.</summary>
    [Fact]
    public void An_infinite_curvature_leaves_no_trace()
    {
        Check<BinaryMlp>();
        Check<TernaryMlp>();
        Check<Linear3Mlp>();
        Check<Linear8Mlp>();
        Check<Logarithmic4Mlp>();
        Check<TwoScaleMlp>();
        Check<ExactTernaryMlp>();
        Check<ExactTwoScaleMlp>();
        Check<FullPrecisionMlp>();
        Check<DiscardingMlp>();
        Check<DropoutMlp>();
        Check<SmallLeNetPerChannel>();
        Check<SmallResNet>();
        Check<OneHotLstm>();
        Check<PerGateLstm>();
        Check<ClippedLstm>();
        Check<EmbeddedLstm>();
        Check<EveryTiled>();
        Check<MeasuredTiled>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using Twins<TModel> twins = new();
            twins.Fail(spoil: null, rate: 1e-39f);
        }
    }

    /// <summary>Trial weights in full precision, which are not clipped, are beyond all bounds: the loss there is not finite.</summary>
    [Fact]
    public void A_trial_with_an_infinite_loss_leaves_no_trace()
    {
        Check<BinaryMlp>();
        Check<TernaryMlp>();
        Check<Linear3Mlp>();
        Check<Linear4Mlp>();
        Check<Linear8Mlp>();
        Check<Logarithmic2Mlp>();
        Check<Logarithmic3Mlp>();
        Check<Logarithmic4Mlp>();
        Check<Logarithmic8Mlp>();
        Check<TwoScaleMlp>();
        Check<ExactTernaryMlp>();
        Check<ExactTwoScaleMlp>();
        Check<FullPrecisionMlp>();
        Check<DiscardingMlp>();
        Check<BinaryPerChannelMlp>();
        Check<Linear4PerChannelMlp>();
        Check<Logarithmic3PerChannelMlp>();
        Check<TwoScalePerChannelMlp>();
        Check<ExactTernaryPerChannelMlp>();
        Check<ExactTwoScalePerChannelMlp>();
        Check<MixedMlp>();
        Check<BiasedMlp>();
        Check<TinyDropoutNet>();
        Check<SmallLeNet>();
        Check<SmallLeNetPerChannel>();
        Check<SmallResNet>();
        Check<OneHotLstm>();
        Check<PerGateLstm>();
        Check<ClippedLstm>();
        Check<StackedLstm>();
        Check<EveryTiled>();
        Check<EverySmall>();
        Check<MeasuredTiled>();
        Check<MeasuredSmall>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using Twins<TModel> twins = new();
            TrainingDivergedException error = twins.FailTrial(change: null, rate: 1e38f);
            Assert.Contains("the loss is NaN or infinite", error.Message);
        }
    }

    /// <summary>
    /// The trial weights of the first layer are so large that the gradients at them are not finite, though the loss is finite.
    /// </summary>
    [Fact]
    public void A_trial_with_an_infinite_gradient_leaves_no_trace()
    {
        // With inputs of size s and trial weights of size r in the first layer alone, the gradients are about s²r² and s²r.
        Check<Swelling>("Out.weight", size: 1e6f, rate: 1e6f);
        Check<Plain>("Fc1.weight", size: 1e8f, rate: 1e3f);
        Check<MeasuredSwelling>("Out.weight", size: 1e6f, rate: 1e6f);

        static void Check<TModel>(string parameter, float size, float rate)
            where TModel : IQuantModel<TModel>
        {
            using Twins<TModel> twins = new();
            TrainingDivergedException error = twins.FailTrial(input => TestTensors.Scale(input, size), rate);
            Assert.Equal(parameter, error.Layer);
            Assert.Contains($"the gradient of {parameter} is NaN or infinite", error.Message);
        }
    }

    [Fact]
    public void Statistics_that_would_be_infinite_name_their_layer()
    {
        using var model = new TinyMlp();
        SmallData.WithBatch(2, (input, labels) =>
        {
            input[7, 0, 3, 4] = 1e25f;
            TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
            Assert.Equal("Fc1", error.Layer);
            Assert.Contains("step 1 (LAQ): the running statistics of Fc1 would be NaN or infinite.", error.Message);
        });
    }

    [Fact]
    public void Fit_without_a_complete_epoch_leaves_the_model_as_it_was_before_the_step()
    {
        using Tensor inputs = SmallData.Train.Inputs.clone();
        using var data = new Dataset(inputs.alias(), SmallData.Train.Labels.clone());
        for (int sample = 0; sample < 40; sample++)
            inputs[sample, 0, 0, 0] = float.NaN; // spoilt when the data set is there, which takes no NaN
        using var model = new TinyMlp(seed: 9);
        using var other = new TinyMlp(seed: 9);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Fit(data, options: SmallData.Quiet()));
        Assert.Equal(1, error.Epoch);
        Assert.Contains("and so is the input. No epoch was complete; the model is as it was before this step. Lower", error.Message);
        using (Minibatches batches = data.Minibatches(seed: 9, epoch: 1, SmallData.Batch, firstStep: 0, CPU))
        {
            for (int step = 1; step < error.Step; step++)
            {
                Assert.True(batches.Next(out Tensor input, out Tensor labels));
                using (input)
                using (labels)
                    other.Step(input, labels);
            }
        }
        Assert.Equal(ModelBits.Of(other), ModelBits.Of(model));
    }

    private static void Set(Tensor input, float value)
    {
        using Tensor flat = input.view(-1);
        flat[4] = value;
    }
}
