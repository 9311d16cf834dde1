using QuantDsl.Benchmarks.Models;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>What a generated model is compared with.</summary>
internal interface IBaseline : IDisposable
{
    /// <summary>The network with its gradients.</summary>
    TorchNetwork Network { get; }

    /// <summary>One training step on a minibatch; returns the loss before it.</summary>
    float Step(Tensor input, Tensor labels);

    /// <summary>The update alone, on the gradients that the parameters hold. It may destroy them.</summary>
    void Update();

    /// <summary>Goes on from the state of a generated model of the same architecture.</summary>
    void Resume(ITimedModel model);
}
