using System.ComponentModel;
using QuantDsl.CompilerServices;

namespace QuantDsl;

/// <summary>
/// How the learning rate of a model changes while it trains, as its attributes declare: <c>M.Info.Schedule</c>. <c>Fit</c> follows it from
/// step to step; a loop of one's own asks for the rate: <c>model.LearningRate = M.Info.Schedule.RateAt(epoch, step / (double)steps)</c>.
/// </summary>
public sealed class LearningRateSchedule
{
    /// <summary>Steps of this size change no weight, and D = (√v̂ + ε)/η is still finite.</summary>
    internal const float SmallestRate = 1e-30f;

    private readonly int _epochs;
    private readonly string _words;
    private readonly WarmupCurve? _warmup;
    private readonly RateCurve? _curve;

    /// <summary>A schedule, for generated code.</summary>
    /// <param name="rate">The declared learning rate.</param>
    /// <param name="epochs">The declared number of epochs.</param>
    /// <param name="words">The schedule in words.</param>
    /// <param name="warmup">How it begins; null: with the declared rate.</param>
    /// <param name="curve">How it goes on; null: the rate stays.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LearningRateSchedule(float rate, int epochs, string words, WarmupCurve? warmup = null, RateCurve? curve = null) =>
        (Rate, _epochs, _words, _warmup, _curve) = (rate, epochs, words, warmup, curve);

    /// <summary>The declared learning rate η.</summary>
    public float Rate { get; }

    /// <summary>Whether its curve ends with the run, so that runs of other lengths have other rates.</summary>
    public bool EndsWithRun => _curve is { EndsWithRun: true };

    /// <summary>Whether it looks at the losses of epochs.</summary>
    public bool ReadsLosses => _curve is PlateauCurve;

    /// <summary>Whether the rate may change from one step to the next within an epoch.</summary>
    internal bool ChangesWithinEpochs => _warmup is not null || _curve is CosineCurve or OneCycleCurve or ExponentialCurve;

    /// <summary>The learning rate at a place in the training.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="part">The part of its steps that is done, from 0 to 1.</param>
    /// <param name="lastEpoch">Number of the last epoch; null: the declared number of epochs.</param>
    /// <param name="losses">
    /// The loss after each epoch until now, on the validation set if there is one; only <see cref="ReduceOnPlateauAttribute"/> reads them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="epoch"/> is less than 1, or <paramref name="part"/> is not from 0 to 1.
    /// </exception>
    public float RateAt(int epoch, double part = 0, int? lastEpoch = null, ReadOnlySpan<double> losses = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        if (!(part is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(part), part, "The part of an epoch that is done lies from 0 to 1.");
        return Scaled(Rate, Factor(epoch, part, lastEpoch ?? _epochs, Reductions(losses)));
    }

    /// <summary>The schedule in words.</summary>
    public override string ToString() => _words;

    /// <summary>A learning rate times a factor; at least 10⁻³⁰, which changes no weight but can still be divided by.</summary>
    internal static float Scaled(float rate, double factor) => Math.Max((float)(rate * factor), SmallestRate);

    /// <summary>How often <see cref="ReduceOnPlateauAttribute"/> has reduced the rate.</summary>
    internal int Reductions(ReadOnlySpan<double> losses) => _curve is PlateauCurve plateau ? plateau.Reductions(losses) : 0;

    /// <summary>What the rate is multiplied by; exactly 1 where nothing is declared.</summary>
    internal double Factor(int epoch, double part, int last, int reductions)
    {
        var place = new RatePlace(epoch, part, last, _warmup?.Epochs ?? 0, reductions);
        return (_warmup?.Factor(place) ?? 1) * (_curve?.Factor(place) ?? 1);
    }
}
