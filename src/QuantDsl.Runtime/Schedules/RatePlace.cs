using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A place in a run, at which a schedule says what the learning rate is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RatePlace
{
    /// <summary>Names a place.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="part">The part of its steps that is done, from 0 to 1.</param>
    /// <param name="last">Number of the last epoch of the run.</param>
    /// <param name="warmup">Epochs of the warm-up.</param>
    /// <param name="reductions">How often the rate was reduced because nothing got better.</param>
    public RatePlace(int epoch, double part, int last, int warmup, int reductions)
    {
        Done = epoch - 1;
        Epochs = epoch - 1 + part;
        Last = last;
        Warmup = warmup;
        Reductions = reductions;
    }

    /// <summary>Whole epochs that are done.</summary>
    public int Done { get; }

    /// <summary>Epochs that are done, with the part of the present one.</summary>
    public double Epochs { get; }

    /// <summary>Number of the last epoch of the run.</summary>
    public int Last { get; }

    /// <summary>Epochs of the warm-up.</summary>
    public int Warmup { get; }

    /// <summary>How often the rate was reduced because nothing got better.</summary>
    public int Reductions { get; }
}
