using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>Measures of one tensor in the steps of an epoch so far; doubles only, because it lies in the memory that a checkpoint holds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZigZagEpoch
{
    /// <summary>How many doubles it is.</summary>
    public const int Size = 9;

    private ZigZagMean _levelFlips;
    private ZigZagMean _signChanges;
    private ZigZagMean _gradientCosine;
    private ZigZagMean _trialCosine;
    private double _largestSwing;

    /// <summary>Whether there were any steps.</summary>
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

    /// <summary>As the user sees it.</summary>
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
