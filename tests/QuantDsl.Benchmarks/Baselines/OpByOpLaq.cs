using QuantDsl.Benchmarks.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>
/// LAQ with the same mathematics, written operation by operation over TorchSharp tensors as well as a user can: everything in place, the
/// gradient's memory used again for the curvature, one scratch tensor for all layers, and sums of products as dot products.
/// </summary>
internal sealed class OpByOpLaq : IBaseline
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double LearningRate = 0.005;

    // Numbers that libtorch reads: the garbage collector may free one that is converted on the fly.
    private static readonly Scalar Kept = Beta2, New = 1 - Beta2, Epsilon = 1e-8, One = 1, MinusOne = -1;

    private readonly List<LaqParameter> _parameters;
    private readonly Tensor _scratch;
    private readonly Tensor _share = tensor((float)(1 - Beta1)); // lerp_ takes its weight as a tensor
    private long _step;

    /// <summary>An untrained network of an architecture whose weights get <paramref name="bits"/> bits.</summary>
    public OpByOpLaq(Network network, int bits)
    {
        Network = new TorchNetwork(network);
        _parameters = [.. Network.Parameters.Select(parameter => new LaqParameter(parameter, parameter.dim() > 1 ? bits : 32))];
        _scratch = empty(Network.Parameters.Max(parameter => parameter.numel()));
    }

    /// <inheritdoc/>
    public TorchNetwork Network { get; }

    /// <summary>The parameters with their state.</summary>
    public IReadOnlyList<LaqParameter> Parameters => _parameters;

    /// <inheritdoc/>
    public float Step(Tensor input, Tensor labels)
    {
        float loss = Network.Differentiate(input, labels);
        Update();
        return loss;
    }

    /// <inheritdoc/>
    public void Update()
    {
        using IDisposable noGradient = no_grad();
        _step++;
        double firstCorrection = 1 / (1 - Math.Pow(Beta1, _step));
        double secondCorrection = 1 / (1 - Math.Pow(Beta2, _step));
        using Scalar rate = -LearningRate * firstCorrection;
        using Scalar root = Math.Sqrt(secondCorrection);
        foreach (LaqParameter parameter in _parameters)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor gradient = parameter.Quantized.grad!;
            parameter.First.lerp_(gradient, _share);
            parameter.Second.mul_(Kept).addcmul_(gradient, gradient, New);

            // η·D: no division by η, since the scale does not depend on a factor of D.
            Tensor curvature = gradient.copy_(parameter.Second).sqrt_().mul_(root).add_(Epsilon, One);
            parameter.Latent.addcdiv_(parameter.First, curvature, rate);
            if (parameter.Bits < 32)
            {
                parameter.Latent.clamp_(MinusOne, One);
                parameter.Quantize(curvature, _scratch);
            }
        }
    }

    /// <summary>Quantizes the latent weights with uniform curvature, as at construction.</summary>
    public void Initialize()
    {
        using IDisposable noGradient = no_grad();
        foreach (LaqParameter parameter in _parameters.Where(parameter => parameter.Bits < 32))
        {
            using DisposeScope scope = NewDisposeScope();
            parameter.Scale = 0;
            parameter.Quantize(ones_like(parameter.Latent), _scratch);
        }
    }

    /// <inheritdoc/>
    public void Resume(ITimedModel model)
    {
        using IDisposable noGradient = no_grad();
        _step = model.Store.StepCount;
        foreach ((LaqParameter parameter, Parameter source) in _parameters.Zip(model.Store.Parameters))
            parameter.Resume(source);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LaqParameter parameter in _parameters)
            parameter.Dispose();
        _scratch.Dispose();
        _share.Dispose();
        Network.Dispose();
    }
}
