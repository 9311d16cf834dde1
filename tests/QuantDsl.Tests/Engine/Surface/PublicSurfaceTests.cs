using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Native;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>The public surface of DESIGN §2 with its exact types: that this compiles is most of the test.</summary>
[Trait("Category", "Slow")]
public sealed class PublicSurfaceTests
{
    [ConvolutionFact]
    public void LeNet5_has_the_surface()
    {
        string path = Path.Combine(Path.GetTempPath(), $"quantdsl-{Guid.NewGuid():N}.safetensors");
        try
        {
            Func<torch.Device?, long, LeNet5> constructor = (device, seed) => new LeNet5(device, seed);
            using LeNet5 model = constructor(null, 1);
            Surface(model, LeNet5.Info, model.Predict, model.Step, model.BacktrackStep);
            Layer[] layers = [model.Conv1, model.Conv2, model.Fc1, model.Out];
            Assert.Equal(["Conv1", "Conv2", "Fc1", "Out"], layers.Select(layer => layer.Name));
            Assert.Equal([20, 1, 3, 3], model.Conv1.Latent.shape);
            Assert.Equal(0.005f, model.LearningRate);

            (Dataset train, Dataset test) = Dataset.DrawnDigits(train: 128, test: 50);
            FitOptions options = new() { Epochs = 1, Progress = ProgressMode.None, HandleCtrlC = false };
            Func<Dataset, Dataset?, FitOptions?, TrainingReport> fit = model.Fit;
            TrainingReport report = fit(train, test, options);
            Assert.Single(report.Epochs);
            Assert.Equal(report.BestValidationAccuracy, model.Evaluate(test));

            Action<string> save = model.Save;
            save(path);
            Func<string, torch.Device?, LeNet5> load = LeNet5.Load;
            using LeNet5 loaded = load(path, null);
            Assert.Equal(model.Conv1.Quantized.ToDoubles(), loaded.Conv1.Quantized.ToDoubles());
            Assert.Equal(model.Evaluate(test), loaded.Evaluate(test));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Optional_arguments_may_be_left_out()
    {
        using SmallResNet model = new();
        using SmallResNet seeded = new(seed: 0);
        Assert.Equal(model.Stem.Latent.ToDoubles(), seeded.Stem.Latent.ToDoubles());
        Func<Dataset, TrainingReport> fit = data => model.Fit(data);
        Func<string, SmallResNet> load = file => SmallResNet.Load(file);
        Assert.NotNull(fit);
        Assert.NotNull(load);
    }

    [Fact]
    public void The_perceptron_has_the_surface()
    {
        using MnistMlp model = new(torch.CPU, 2);
        Func<torch.Tensor, torch.Tensor, float>[] steps = [model.Step, model.BacktrackStep];
        Assert.Equal(2, steps.Length); // ten million weights: not taken here
        Surface(model, MnistMlp.Info, model.Predict);
        Layer[] layers = [model.Fc1, model.Fc2, model.Fc3, model.Out];
        Assert.Equal([2048, 784], layers[0].Latent.shape);
        Assert.Equal((2048 * (784 + 2048 + 2048 + 10)) + (2 * ((3 * 2048) + 10)), MnistMlp.Info.Parameters);
    }

    [ConvolutionFact]
    public void A_residual_network_has_the_surface()
    {
        using SmallResNet model = new(seed: 2);
        Surface(model, SmallResNet.Info, model.Predict, model.Step, model.BacktrackStep);
        Assert.Equal(4, model.Out.Bits);
        Assert.Equal([4, 3, 1, 1], model.Projection.Quantized.shape);
    }

    [Fact]
    public void A_model_made_from_another_has_layers_and_facts_of_its_own()
    {
        using LeNet5Ternary model = new(seed: 1);
        Layer conv = model.Conv1;
        Assert.Equal(2, conv.Bits);
        Assert.Equal(1, LeNet5.Info.Layers[0].Bits);
        Assert.Equal(LeNet5.Info.Parameters, LeNet5Ternary.Info.Parameters);
        Assert.Equal(3, conv.Quantized.ToDoubles().Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_takes_the_steps_that_the_period_says(bool backtrack)
    {
        // One epoch of one batch: its order does not matter for the mean gradient, only for rounding.
        using BinaryMlp fitted = new(seed: 1);
        using BinaryMlp stepped = new(seed: 1);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(BinaryMlp.Info, 1);
        using Dataset data = new(input, labels);
        FitOptions options = new() { Epochs = 1, BacktrackPeriod = backtrack ? 1 : 0, Progress = ProgressMode.None, HandleCtrlC = false };
        fitted.Fit(data, options: options);
        if (backtrack)
            stepped.BacktrackStep(data.Inputs, data.Labels);
        else
            stepped.Step(data.Inputs, data.Labels);

        Assert.Equal(stepped.Hidden1.Latent.ToDoubles(), fitted.Hidden1.Latent.ToDoubles(), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(stepped.Hidden1.FirstMoment.ToDoubles(), fitted.Hidden1.FirstMoment.ToDoubles(), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    /// <summary>What every model has, whatever its layers.</summary>
    private static void Surface<TModel>(
        TModel model,
        ModelInfo info,
        Func<torch.Tensor, torch.Tensor> predict,
        params Func<torch.Tensor, torch.Tensor, float>[] steps)
        where TModel : IQuantModel<TModel>, IDisposable
    {
        float learningRate = model.LearningRate;
        model.LearningRate = learningRate / 2;
        Assert.Equal(learningRate / 2, model.LearningRate);
        model.LearningRate = learningRate;
        Assert.Equal(typeof(TModel).Name, info.Name);
        foreach ((Layer layer, LayerInfo facts) in model.Layers.Zip(info.Layers))
        {
            torch.Tensor[] tensors = [layer.Latent, layer.Quantized, layer.FirstMoment, layer.SecondMoment];
            Assert.All(tensors, tensor => Assert.Equal(facts.WeightShape.Select(size => (long)size), tensor.shape));
            torch.Tensor scale = layer.Scale;
            Assert.Equal(1, scale.numel());
            int bits = layer.Bits;
            Assert.Equal((facts.Name, facts.Bits), (layer.Name, bits));
        }

        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(info with { Batch = 4 }, 1);
        using torch.Tensor logits = predict(input);
        Assert.Equal([4, info.Classes], logits.shape);
        foreach (Func<torch.Tensor, torch.Tensor, float> step in steps) Assert.True(float.IsFinite(step(input, labels)));
    }
}
