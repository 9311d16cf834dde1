using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Checks;

/// <summary>How far a baseline is from a generated model.</summary>
/// <param name="Scale">Largest relative difference of two scales.</param>
/// <param name="Levels">Largest share in a layer of weights that lie elsewhere: on another level, or at another latent value.</param>
/// <param name="Loss">Relative difference of the losses.</param>
internal readonly record struct Deviation(double Scale, double Levels, double Loss)
{
    /// <summary>The larger of each.</summary>
    public Deviation Or(Deviation other) =>
        new(Math.Max(Scale, other.Scale), Math.Max(Levels, other.Levels), Math.Max(Loss, other.Loss));

    /// <summary>Compares latent weights: the share in a layer of those that lie further apart than a tenth of a step of Adam.</summary>
    public static Deviation Between(ITimedModel model, AdamBaseline baseline)
    {
        double worst = 0;
        foreach ((Tensor parameter, Parameter other) in baseline.Network.Parameters.Zip(model.Store.Parameters))
        {
            using IDisposable noGradient = no_grad();
            using DisposeScope scope = NewDisposeScope();
            using Scalar apart = AdamBaseline.LearningRate / 10;
            worst = Math.Max(worst, (parameter - other.Latent).abs().gt(apart).@double().mean().item<double>());
        }
        return new Deviation(0, worst, 0);
    }

    /// <summary>Compares scales and levels.</summary>
    public static Deviation Between(ITimedModel model, OpByOpLaq baseline)
    {
        Deviation worst = default;
        IEnumerable<LaqParameter> weights = baseline.Parameters.Where(parameter => parameter.Bits < 32);
        foreach ((Layer layer, LaqParameter weight) in model.Layers.Zip(weights))
        {
            using IDisposable noGradient = no_grad();
            using DisposeScope scope = NewDisposeScope();
            double scale = layer.Scale.item<float>();
            double step = scale / Math.Max(1, (1 << (layer.Bits - 1)) - 1);
            using Scalar half = step / 2;
            Tensor others = (layer.Quantized - weight.Quantized).abs().gt(half);
            worst = worst.Or(new Deviation(Math.Abs(weight.Scale / scale - 1), others.@double().mean().item<double>(), 0));
        }
        return worst;
    }
}
