using QuantDsl.Benchmarks.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>A measured network as a TorchSharp user writes it, with its loss.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private static readonly Scalar One = 1, Two = 2, MinusTwo = -2;

    private readonly Sequential _layers;

    /// <summary>Makes the network, ready to train.</summary>
    public TorchNetwork(Network network)
    {
        _layers = network switch
        {
            Network.Mlp => Mlp(),
            Network.LeNet5 => LeNet5(),
            _ => Vgg(),
        };
        _layers.train();
        Parameters = [.. _layers.parameters()];
    }

    /// <summary>Weight, γ and β of every layer in turn: the order of the generated models.</summary>
    public IReadOnlyList<TorchSharp.Modules.Parameter> Parameters { get; }

    /// <summary>Gradients of a minibatch into <c>grad</c> of the parameters; returns the loss.</summary>
    public float Differentiate(Tensor input, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        _layers.zero_grad();
        Tensor loss = SquaredHinge(_layers.forward(input), labels);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Makes the network ready to predict: with running statistics.</summary>
    public void PrepareToPredict() => _layers.eval();

    /// <summary>Logits, without a gradient. The caller disposes them.</summary>
    public Tensor Predict(Tensor input)
    {
        using IDisposable noGradient = inference_mode();
        return _layers.forward(input);
    }

    /// <summary>Copies of the gradients that the parameters hold. The caller disposes them.</summary>
    public IReadOnlyList<Tensor> CopyGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. Parameters.Select(parameter => parameter.grad!.clone().MoveToOuterDisposeScope())];
    }

    /// <summary>Writes saved gradients into <c>grad</c> of the parameters.</summary>
    public void SetGradients(IReadOnlyList<Tensor> gradients)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < gradients.Count; i++)
            Parameters[i].grad!.copy_(gradients[i]);
    }

    /// <inheritdoc/>
    public void Dispose() => _layers.Dispose();

    private static Sequential Mlp() => Sequential(
        ("flat", Flatten()),
        ("fc1", Linear(784, 2048, hasBias: false)), ("norm1", BatchNorm1d(2048, eps: 1e-4)), ("relu1", ReLU(inplace: true)),
        ("fc2", Linear(2048, 2048, hasBias: false)), ("norm2", BatchNorm1d(2048, eps: 1e-4)), ("relu2", ReLU(inplace: true)),
        ("fc3", Linear(2048, 2048, hasBias: false)), ("norm3", BatchNorm1d(2048, eps: 1e-4)), ("relu3", ReLU(inplace: true)),
        ("out", Linear(2048, 10, hasBias: false)), ("norm", BatchNorm1d(10, eps: 1e-4)));

    private static Sequential LeNet5() => Sequential(
        ("conv1", Conv2d(1, 20, 3, bias: false)), ("pool1", MaxPool2d(2)),
        ("norm1", BatchNorm2d(20, eps: 1e-4)), ("relu1", ReLU(inplace: true)),
        ("conv2", Conv2d(20, 50, 3, bias: false)), ("pool2", MaxPool2d(2)),
        ("norm2", BatchNorm2d(50, eps: 1e-4)), ("relu2", ReLU(inplace: true)),
        ("flat", Flatten()),
        ("fc1", Linear(1250, 500, hasBias: false)), ("norm3", BatchNorm1d(500, eps: 1e-4)), ("relu3", ReLU(inplace: true)),
        ("out", Linear(500, 10, hasBias: false)), ("norm", BatchNorm1d(10, eps: 1e-4)));

    private static Sequential Vgg() => Sequential(
    [
        .. Convolution(1, 3, 128), .. Convolution(2, 128, 128, isPooled: true), .. Convolution(3, 128, 256),
        .. Convolution(4, 256, 256, isPooled: true), .. Convolution(5, 256, 512), .. Convolution(6, 512, 512, isPooled: true),
        ("flat", Flatten()),
        ("fc1", Linear(8192, 1024, hasBias: false)), ("norm7", BatchNorm1d(1024, eps: 1e-4)), ("relu7", ReLU(inplace: true)),
        ("fc2", Linear(1024, 1024, hasBias: false)), ("norm8", BatchNorm1d(1024, eps: 1e-4)), ("relu8", ReLU(inplace: true)),
        ("out", Linear(1024, 10, hasBias: false)), ("norm", BatchNorm1d(10, eps: 1e-4)),
    ]);

    private static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Convolution(int number, int inputs, int outputs, bool isPooled = false)
    {
        yield return ($"conv{number}", Conv2d(inputs, outputs, 3, padding: 1L, bias: false));
        if (isPooled)
            yield return ($"pool{number}", MaxPool2d(2));
        yield return ($"norm{number}", BatchNorm2d(outputs, eps: 1e-4));
        yield return ($"relu{number}", ReLU(inplace: true));
    }

    /// <summary>Mean of max(0, 1 − t·y)², t = +1 for the true class and −1 for the others.</summary>
    private static Tensor SquaredHinge(Tensor logits, Tensor labels)
    {
        Tensor opposite = functional.one_hot(labels, logits.shape[1]).to(ScalarType.Float32).mul_(MinusTwo).add_(One, One); // −t
        return (opposite * logits).add_(One, One).relu_().pow(Two).mean();
    }
}
