namespace QuantDsl.Tests.Programs;

/// <summary>A rare class that matters: one alarm in twenty, which overlaps with what is none.</summary>
public static class RareAlarms
{
    /// <summary>The part of the alarms that are found, with class weights and without.</summary>
    public static (double Weighted, double Unweighted) Run()
    {
        using Dataset train = Draw(3000, seed: 1), test = Draw(3000, seed: 2);
        FitOptions options = new() { Epochs = 6, Progress = ProgressMode.None, HandleCtrlC = false };

        using var weighted = new CarefulAlarmNet(seed: 1);
        weighted.Fit(train, options: options);
        using var plain = new AlarmNet(seed: 1);
        plain.Fit(train, options: options);

        test.Slice(0, test.Count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> classes);
        float[] logits = new float[2 * test.Count];
        weighted.Predict(inputs, logits);
        double found = Recall(logits, classes);
        plain.Predict(inputs, logits);
        return (found, Recall(logits, classes));
    }

    private static double Recall(float[] logits, ReadOnlySpan<int> classes)
    {
        (int alarms, int found) = (0, 0);
        for (int i = 0; i < classes.Length; i++)
        {
            alarms += classes[i];
            found += classes[i] == 1 && logits[(2 * i) + 1] > logits[2 * i] ? 1 : 0;
        }
        return (double)found / alarms;
    }

    private static Dataset Draw(int count, int seed)
    {
        var random = new Random(seed);
        float[] signals = new float[4 * count];
        long[] classes = new long[count];
        for (int i = 0; i < count; i++)
        {
            classes[i] = random.Next(20) == 0 ? 1 : 0;
            for (int k = 0; k < 4; k++)
                signals[(4 * i) + k] = (3 * (random.NextSingle() - random.NextSingle())) + (0.9f * classes[i]);
        }
        return Dataset.FromArrays(signals, [4], classes, classes: 2);
    }
}

/// <summary>All classes count alike.</summary>
[QuantModel(4, Batch = 50), Weights(Bits = 2), Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class AlarmNet
{
    [Linear(16), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(2), FullPrecision] public partial Layer Out { get; }
}

/// <summary>An alarm counts as much as ten other signals.</summary>
[ModelFrom(typeof(AlarmNet)), CrossEntropy(Weight = new[] { 1.0, 10 })]
public sealed partial class CarefulAlarmNet;
