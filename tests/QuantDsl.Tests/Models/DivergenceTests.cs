using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class DivergenceTests
{
    private const string Advice = "or check that the input is normalised and has no NaN.";

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_input_that_is_not_finite_is_named(float value)
    {
        using var model = new TinyMlp();
        SmallData.Steps(model, 0, 2);
        SmallData.WithBatch(2, (input, labels) =>
        {
            input[7, 0, 3, 4] = value;
            TrainingDivergedException laq = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
            Assert.Equal((3L, TrainingPhase.Laq, null, 0.01f), (laq.Step, laq.Phase, laq.Layer, laq.LearningRate));
            Assert.StartsWith("Training stopped at step 3 (LAQ): the loss is NaN or infinite, and so is the input. Lower", laq.Message);
            Assert.EndsWith(Advice, laq.Message);
            TrainingDivergedException backtrack = Assert.Throws<TrainingDivergedException>(() => model.BacktrackStep(input, labels));
            Assert.StartsWith(
                "Training stopped at step 3 (backtrack): the loss is NaN or infinite, and so is the input.", backtrack.Message);
        });
    }

    [Fact]
    public void Full_precision_models_take_adam_steps()
    {
        using var model = new TinyMlpFullPrecision();
        SmallData.WithBatch(0, (input, labels) =>
        {
            TestTensors.Fill(input, float.NaN);
            Assert.Equal(TrainingPhase.Adam, Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels)).Phase);
        });
    }

    [Fact]
    public void A_parameter_that_is_not_finite_is_named()
    {
        using var model = new TinyMlp();
        TestTensors.QuantizedOf(model.Fc2.BatchNorm!.Weight)[3] = float.NaN;
        SmallData.WithBatch(0, (input, labels) =>
        {
            TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
            Assert.Equal("Fc2.norm.weight", error.Layer);
            Assert.Contains("the loss is NaN or infinite, and so is Fc2.norm.weight.", error.Message);
        });
    }

    [Theory]
    [InlineData("Fc1")]
    [InlineData("Out")]
    public void The_first_layer_whose_output_is_not_finite_is_named(string name)
    {
        using var model = new Plain();
        Layer layer = model.Layers.First(candidate => candidate.Name == name);
        TestTensors.QuantizedOf(layer.Weight).Fill(3e38f); // finite, but sums of it are not
        using Tensor input = ones(4, 6);
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1 });
        TestTensors.QuantizedOf(model.Fc1.Bias!).Fill(1f);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
        Assert.Equal(name, error.Layer);
        Assert.Contains($"the loss is NaN or infinite, and so is the output of {name}.", error.Message);
    }

    [Fact]
    public void A_loss_that_alone_is_not_finite_names_no_layer()
    {
        using var model = new Plain();
        using Tensor input = ones(4, 6);
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1 });
        TestTensors.QuantizedOf(model.Out.Bias!).Fill(1e30f); // its square is infinite
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
        Assert.Null(error.Layer);
        Assert.Contains("the loss is NaN or infinite. Lower", error.Message);
    }

    [Fact]
    public void A_gradient_that_is_too_large_names_its_parameter()
    {
        using var model = new Variants.Raw();
        using Tensor input = TestTensors.Filled([4, 6], 1e25f); // finite, as is the loss, but the square of the gradient is not
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1 });
        TrainingDivergedException laq = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
        Assert.Equal((1L, TrainingPhase.Laq, "Out.weight"), (laq.Step, laq.Phase, laq.Layer));
        Assert.Contains("step 1 (LAQ): the gradient of Out.weight is NaN or infinite.", laq.Message);
        using var other = new Variants.Raw();
        TrainingDivergedException backtrack = Assert.Throws<TrainingDivergedException>(() => other.BacktrackStep(input, labels));
        Assert.Equal((1L, TrainingPhase.Backtrack, "Out.weight"), (backtrack.Step, backtrack.Phase, backtrack.Layer));
    }

    [Fact]
    public void The_trial_pass_names_the_same_step()
    {
        // The first pass is finite; the trial weights, a learning rate away, are not.
        using var model = new Plain { LearningRate = 1e38f };
        using Tensor input = ones(4, 6);
        using Tensor labels = tensor(new[] { 0L, 1, 2, 1 });
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.BacktrackStep(input, labels));
        Assert.Equal((1L, TrainingPhase.Backtrack), (error.Step, error.Phase));
    }

    [Fact]
    public void Fit_stops_with_the_best_epoch()
    {
        // NaN cannot come in by a data set's constructor, but a set can be spoilt while it is trained on.
        using Tensor inputs = SmallData.Train.Inputs.clone();
        using var data = new Dataset(inputs.alias(), SmallData.Train.Labels.clone());
        using var model = new TinyMlp(seed: 9);
        using var until = new TinyMlp(seed: 9);
        until.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 1));
        var spoil = new AfterFirstRow(() => inputs[0, 0, 0, 0] = float.NaN);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() =>
            model.Fit(data, options: SmallData.Quiet() with { Progress = ProgressMode.Rows, Output = spoil }));
        Assert.Equal((2, TrainingPhase.Backtrack, null), (error.Epoch, error.Phase, error.Layer));
        Assert.InRange(error.Step, 7, 12);
        Assert.Contains(
            "(epoch 2, backtrack): the loss is NaN or infinite, and so is the input. The model was restored to its best epoch (1).",
            error.Message);
        Assert.Equal(0.01f, model.LearningRate);
        Assert.Equal(ModelBits.Of(until, SmallData.Train), ModelBits.Of(model, SmallData.Train));
    }

    private sealed class AfterFirstRow(Action act) : StringWriter
    {
        private int _lines;

        public override void WriteLine(string? value)
        {
            if (++_lines == 2) // after the header
                act();
        }
    }
}
