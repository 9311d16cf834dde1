namespace QuantDsl.CompilerServices;

/// <summary><see cref="ZigZagMeasures"/> of one tensor in one step, which must allocate nothing.</summary>
internal readonly record struct ZigZagStep(
    double LevelFlips, double LargestSwing, double? SignChanges, double? GradientCosine, double? TrialCosine)
{
    /// <summary>The measures for the user.</summary>
    public ZigZagMeasures Of(string parameter) => new()
    {
        Parameter = parameter,
        LevelFlips = LevelFlips,
        LargestSwing = LargestSwing,
        SignChanges = SignChanges,
        GradientCosine = GradientCosine,
        TrialCosine = TrialCosine,
    };
}
