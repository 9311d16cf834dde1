namespace QuantDsl.Tests.Programs;

/// <summary>Label smoothing: a model of digits that is less certain of itself.</summary>
public static class ModestDigits
{
    /// <summary>Mean probability of the predicted class with smoothing and without, and the accuracy with smoothing.</summary>
    public static (double Smoothed, double Plain, double Accuracy) Run()
    {
        (Dataset train, Dataset test) = Dataset.DrawnDigits(train: 1500, test: 300);
        using (train)
        using (test)
        {
            FitOptions options = new() { Epochs = 4, Progress = ProgressMode.None, HandleCtrlC = false };
            using var modest = new ModestNet(seed: 1);
            modest.Fit(train, options: options);
            using var plain = new DigitNet(seed: 1);
            plain.Fit(train, options: options);

            test.Slice(0, test.Count, out ReadOnlySpan<float> images, out ReadOnlySpan<int> _);
            float[] logits = new float[10 * test.Count];
            modest.Predict(images, logits);
            double certainty = Certainty(logits);
            plain.Predict(images, logits);
            return (certainty, Certainty(logits), modest.Evaluate(test));
        }
    }

    private static double Certainty(float[] logits) =>
        logits.Chunk(10).Average(row => 1 / row.Sum(y => Math.Exp(y - row.Max())));
}

/// <summary>Cross-entropy as it is.</summary>
[QuantModel(1, 28, 28, Batch = 50), Weights(Bits = 2), Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class DigitNet
{
    [Linear(32), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(10), BatchNorm] public partial Layer Out { get; }
}

/// <summary>A fifth of each label is shared among all classes.</summary>
[ModelFrom(typeof(DigitNet)), CrossEntropy(LabelSmoothing = 0.2)]
public sealed partial class ModestNet;
