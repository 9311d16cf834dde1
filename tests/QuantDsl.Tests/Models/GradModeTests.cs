using QuantDsl.Tests.Engine.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class GradModeTests
{
    [Fact]
    public void Training_records_its_gradients_inside_no_grad()
    {
        using var expected = new TinyDropoutNet();
        using var actual = new TinyDropoutNet();
        SmallData.Steps(expected, 0, 4);
        using (no_grad())
        {
            SmallData.Steps(actual, 0, 4);
            Assert.False(is_grad_enabled());
        }
        Assert.Equal(ModelBits.Of(expected), ModelBits.Of(actual));
    }

    [Fact]
    public void A_model_made_inside_no_grad_or_inference_mode_can_be_trained()
    {
        using var expected = new TinyDropoutNet();
        TinyDropoutNet first;
        TinyDropoutNet second;
        using (no_grad())
            first = new TinyDropoutNet();
        using (inference_mode())
            second = new TinyDropoutNet();
        using (first)
        using (second)
        {
            SmallData.Steps(expected, 0, 4);
            SmallData.Steps(first, 0, 4);
            SmallData.Steps(second, 0, 4);
            Assert.Equal(ModelBits.Of(expected), ModelBits.Of(first));
            Assert.Equal(ModelBits.Of(expected), ModelBits.Of(second));
        }
    }

    /// <summary>Only libtorch, on which recurrent networks run, must record gradients.</summary>
    [Fact]
    public void Inference_mode_keeps_libtorch_from_training_and_nothing_else()
    {
        using var model = new TinyMlp();
        using var twin = new TinyMlp();
        using var recurrent = new EmbeddedLstm();
        using Tensor ids = zeros(8, 6, dtype: ScalarType.Int64);
        using Tensor classes = zeros(8, ScalarType.Int64);
        double accuracy = model.Evaluate(SmallData.Test);
        SmallData.WithBatch(0, (input, labels) => twin.Step(input, labels));
        using (inference_mode())
        {
            Assert.Equal(accuracy, model.Evaluate(SmallData.Test));
            SmallData.WithBatch(0, (input, labels) => model.Step(input, labels));
            const string message =
                "EmbeddedLstm cannot be trained inside torch.inference_mode(), which records no gradient. Train outside of it.";
            Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => recurrent.Step(ids, classes)).Message);
            Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => recurrent.BacktrackStep(ids, classes)).Message);
        }
        Assert.Equal(ModelBits.Of(twin), ModelBits.Of(model));
    }

    [Fact]
    public void Predict_leaves_the_grad_mode_alone()
    {
        using var model = new TinyMlp();
        using Tensor logits = model.Predict(SmallData.Test.Inputs);
        Assert.False(logits.requires_grad);
        Assert.True(is_grad_enabled());
    }
}
