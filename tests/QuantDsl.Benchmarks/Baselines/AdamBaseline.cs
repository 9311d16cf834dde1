using QuantDsl.Benchmarks.Models;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>Training in full precision with TorchSharp's own optimizer.</summary>
internal sealed class AdamBaseline : IBaseline
{
    /// <summary>η.</summary>
    public const double LearningRate = 0.005;

    private readonly optim.Optimizer _optimizer;

    /// <summary>An untrained network of an architecture.</summary>
    public AdamBaseline(Network network)
    {
        Network = new TorchNetwork(network);
        _optimizer = optim.Adam(Network.Parameters, LearningRate);
    }

    /// <inheritdoc/>
    public TorchNetwork Network { get; }

    /// <inheritdoc/>
    public float Step(Tensor input, Tensor labels)
    {
        float loss = Network.Differentiate(input, labels);
        Update();
        return loss;
    }

    /// <inheritdoc/>
    public void Update() => _optimizer.step();

    /// <summary>Takes over the weights; the optimizer keeps its own moments.</summary>
    public void Resume(ITimedModel model)
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor parameter, Parameter source) in Network.Parameters.Zip(model.Store.Parameters))
            parameter.copy_(source.Latent);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        Network.Dispose();
    }
}
