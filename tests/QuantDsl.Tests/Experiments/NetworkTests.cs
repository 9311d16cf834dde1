using Experiments.Networks;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Experiments;

/// <summary>
/// The paper's large networks take training steps on synthetic input of their true shape; their sizes are those of the literature.
/// </summary>
[Collection(AloneCollection.Name)]
public class NetworkTests
{
    [ConvolutionFact]
    public void Vgg_trains() => Trains<Vgg>(samples: 4);

    [ConvolutionFact]
    public void Vgg_ternary_trains() => Trains<VggTernary>(samples: 4);

    [ConvolutionFact]
    public void Svhn_trains() => Trains<Svhn>(samples: 4);

    // Of two samples batch normalisation makes ±1 whatever comes: the loss may begin at its least value. So it takes three.
    [ConvolutionFact]
    public void ResNet18_trains() => Trains<ResNet18>(samples: 3);

    [ConvolutionFact]
    public void ResNet18_ternary_trains() => Trains<ResNet18Ternary>(samples: 3);

    [ConvolutionFact]
    public void ResNet18_in_full_precision_trains() => Trains<ResNet18FullPrecision>(samples: 3);

    [Fact]
    public void ResNet18_has_the_size_of_the_original()
    {
        // torchvision's resnet18 has 11 689 512 parameters, of which 1000 are the biases of its last layer; ours is batch-normed (2 ×
        // 1000).
        Assert.Equal(11_689_512 - 1000 + 2000, ResNet18.Info.Parameters);
        Assert.Equal(1_814_073_344, ResNet18.Info.MultiplyAccumulates);
    }

    [Fact]
    public void Vgg_has_the_size_of_the_original() => // 14 million weights (BinaryConnect, Courbariaux et al., 2015)
        Assert.Equal(14_022_016, Vgg.Info.Layers.Sum(layer => layer.Weights));

    [Fact]
    public void Recipes_are_the_papers()
    {
        Assert.Equal((100, 100, "blaq"), (Vgg.Info.Batch, Vgg.Info.Epochs, Vgg.Info.Method));
        Assert.Equal((50, 50, "blaq"), (Svhn.Info.Batch, Svhn.Info.Epochs, Svhn.Info.Method));
        Assert.Equal((256, 175, "blaq"), (ResNet18.Info.Batch, ResNet18.Info.Epochs, ResNet18.Info.Method));
        Assert.Equal(
            (256, 175, "adam"),
            (ResNet18FullPrecision.Info.Batch, ResNet18FullPrecision.Info.Epochs, ResNet18FullPrecision.Info.Method));
    }

    /// <summary>LAQ and backtrack steps lower the loss on one minibatch, and the weights stay on their grids.</summary>
    private static void Trains<TModel>(int samples)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        model.LearningRate = 0.001f;
        using Tensor input = Pixels(samples, TModel.Info.InputShape);
        using Tensor labels = TestTensors.Range(samples, ScalarType.Int64);
        float first = model.Step(input, labels);
        float last = first;
        for (int step = 0; step < 3; step++)
            last = TModel.Info.Bits == 32 ? model.Step(input, labels) : model.BacktrackStep(input, labels);
        Assert.True(float.IsFinite(first) && last < first, $"the loss went from {first} to {last}");
        Assert.All(model.Layers, layer => Assert.True(IsOnGrid(layer), $"{layer} has left its grid"));

        using Tensor logits = model.Predict(input);
        Assert.Equal([samples, TModel.Info.Classes], logits.shape);
    }

    private static Tensor Pixels(int samples, IReadOnlyList<int> shape)
    {
        using var generator = new Generator(7, CPU);
        return randn([samples, .. shape.Select(size => (long)size)], generator: generator);
    }

    private static bool IsOnGrid(Layer layer)
    {
        if (layer.Bits == 32)
            return layer.Scale.numel() == 0;
        using Tensor levels = layer.Quantized / layer.Scale;
        using Tensor rounded = levels.round();
        using Tensor magnitude = rounded.abs();
        bool isWhole = levels.allclose(rounded);
        return isWhole && magnitude.max().item<float>() <= 1 && (layer.Bits > 1 || magnitude.min().item<float>() >= 1);
    }
}
