using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Measures of one tensor over the steps of an epoch. Consists of doubles only, because its memory is stored in checkpoints.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZigZagEpoch
{
    /// <summary>Size in doubles.</summary>
    public const int Size = 9;

    private ZigZagMean _levelFlips;
    private ZigZagMean _signChanges;
    private ZigZagMean _gradientCosine;
    private ZigZagMean _trialCosine;
    private double _largestSwing;

    /// <summary>Whether any step was added.</summary>
    public readonly bool HasSteps => _levelFlips.Value is not null;

    /// <summary>Adds a step.</summary>
    public void Add(in ZigZagStep step)
    {
        _levelFlips.Add(step.LevelFlips);
        _signChanges.Add(step.SignChanges);
        _gradientCosine.Add(step.GradientCosine);
        _trialCosine.Add(step.TrialCosine);
        _largestSwing = Math.Max(_largestSwing, step.LargestSwing);
    }

    /// <summary>The measures for the user.</summary>
    public readonly ZigZagMeasures Of(string parameter) => new()
    {
        Parameter = parameter,
        LevelFlips = _levelFlips.Value ?? 0,
        LargestSwing = _largestSwing,
        SignChanges = _signChanges.Value,
        GradientCosine = _gradientCosine.Value,
        TrialCosine = _trialCosine.Value,
    };
}
