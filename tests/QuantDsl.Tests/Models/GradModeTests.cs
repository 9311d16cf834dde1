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

    [Fact]
    public void Inference_mode_keeps_nothing_from_training_on_the_CPU()
    {
        using var model = new TinyMlp();
        using var twin = new TinyMlp();
        double accuracy = model.Evaluate(SmallData.Test);
        SmallData.WithBatch(0, (input, labels) => twin.Step(input, labels));
        using (inference_mode())
        {
            Assert.Equal(accuracy, model.Evaluate(SmallData.Test));
            SmallData.WithBatch(0, (input, labels) => model.Step(input, labels));
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
