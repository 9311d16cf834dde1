using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>
/// Dropout with the engine's random numbers, which are a function of seed, step, place in the network, sample and element; a test of
/// its own checks them against published ones.
/// </summary>
public sealed class DropoutLayer(double probability) : NetworkLayer
{
    private double[] _factors = [];

    /// <summary>Seed of the model.</summary>
    public long Seed { get; set; }

    /// <summary>Steps taken before this one.</summary>
    public long Step { get; set; }

    /// <summary>Number of the operation in the compiled network.</summary>
    public int Number { get; set; }

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        if (mode == ForwardMode.Evaluation)
            return input;
        var stream = new DropoutStream(Seed, Step, Number, probability);
        double threshold = Math.Round(probability * (1u << 31));
        _factors = new double[input.Data.Length];
        for (int i = 0; i < _factors.Length; i++)
        {
            (int sample, int place) = Math.DivRem(i, input.Features);
            int element = place;
            if (input.Shape.Length > 3)
            {
                (int channel, int pixel) = Math.DivRem(place, input.PixelsPerChannel);
                element = (pixel * input.Channels) + channel; // the engine has the channels of a pixel side by side
            }
            uint number = (uint)Threefry.Of(stream.Key, ((ulong)sample << 32) | (uint)element);
            _factors[i] = (number >> 1) < threshold ? 0 : 1 / (1 - probability);
        }

        return Times(input);
    }

    public override NdArray Backward(NdArray outputGradient) => Times(outputGradient);

    private NdArray Times(NdArray x) => new(x.Shape, [.. x.Data.Zip(_factors, (value, factor) => value * factor)]);
}
