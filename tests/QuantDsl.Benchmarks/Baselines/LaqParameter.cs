using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Baselines;

/// <summary>One parameter of <see cref="OpByOpLaq"/> with its moments, and its quantizer for a linear grid.</summary>
internal sealed class LaqParameter : IDisposable
{
    private const double Tolerance = 1e-6;
    private const int MaximalIterations = 10;

    private readonly int _top; // n = 2^(k−1) − 1 of the grid {−n..n}/n; 0 is the binary one

    /// <summary>The state of <paramref name="parameter"/>, which the network owns; at 32 bits it is its own latent weight.</summary>
    public LaqParameter(Tensor parameter, int bits)
    {
        using IDisposable noGradient = no_grad();
        Quantized = parameter;
        Bits = bits;
        _top = bits < 32 ? (1 << (bits - 1)) - 1 : 0;
        Latent = bits < 32 ? parameter.detach().clone() : parameter;
        First = zeros_like(parameter);
        Second = zeros_like(parameter);
    }

    /// <summary>Bits a value; 32 in full precision.</summary>
    public int Bits { get; }

    /// <summary>q, what the network computes with.</summary>
    public Tensor Quantized { get; }

    /// <summary>w.</summary>
    public Tensor Latent { get; }

    /// <summary>m.</summary>
    public Tensor First { get; }

    /// <summary>v.</summary>
    public Tensor Second { get; }

    /// <summary>α; 0 before the first quantization.</summary>
    public double Scale { get; set; }

    /// <summary>Q_D(w; α) into <see cref="Quantized"/> and <see cref="Scale"/>.</summary>
    /// <param name="curvature">D up to a factor, in the shape of the parameter.</param>
    /// <param name="scratch">Memory of at least as many values.</param>
    public void Quantize(Tensor curvature, Tensor scratch)
    {
        Tensor weights = Latent.view(-1);
        Tensor diagonal = curvature.view(-1);
        Tensor weighted = scratch.narrow(0, 0, weights.numel());
        if (_top == 0 || Scale == 0)
            Scale = weighted.copy_(weights).abs_().dot(diagonal).item<float>() / (double)diagonal.sum().item<float>();
        if (_top > 0)
        {
            Alternate(weights, diagonal, weighted);
            return;
        }
        using Scalar scale = Scale;
        Quantized.fill_(scale).copysign_(Latent);
    }

    /// <summary>Takes over the state of a generated model's parameter.</summary>
    public void Resume(Parameter source)
    {
        Latent.copy_(source.Latent);
        Quantized.copy_(source.Quantized);
        First.copy_(source.FirstMoment);
        Second.copy_(source.SecondMoment);
        Scale = Bits < 32 ? source.Scale.item<float>() : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        if (Bits < 32)
            Latent.Dispose();
    }

    private void Alternate(Tensor weights, Tensor diagonal, Tensor weighted)
    {
        Tensor level = Quantized.view(-1);
        for (int iteration = 0; iteration < MaximalIterations; iteration++)
        {
            Round(level, weights);
            weighted.copy_(level).mul_(diagonal);
            double squares = weighted.dot(level).item<float>();
            double next = squares > 0 ? _top * (weighted.dot(weights).item<float>() / squares) : Scale;
            double change = Math.Abs(next - Scale);
            Scale = next;
            if (change < Tolerance)
                break;
        }
        using Scalar unit = Scale / _top;
        Round(level, weights).mul_(unit);
    }

    /// <summary>n·Π(w/α): whole numbers from −n to n.</summary>
    private Tensor Round(Tensor level, Tensor weights)
    {
        using Scalar perUnit = _top / Scale;
        using Scalar least = -_top;
        using Scalar most = _top;
        return level.copy_(weights).mul_(perUnit).clamp_(least, most).round_();
    }
}
