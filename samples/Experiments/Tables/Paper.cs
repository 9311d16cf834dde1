using Experiments.Runs;

namespace Experiments.Tables;

/// <summary>Test accuracies reported in the BLAQ paper (Ma et al., AAAI 2024), in percent; the paper gives no spread.</summary>
internal static class Paper
{
    private const int SmallPeriod = 5;
    private const double SmallBlend = 0.6;
    private const int LargePeriod = 10;
    private const double LargeBlend = 0.9;

    private static readonly Dictionary<RunGroup, double> Accuracy = new()
    {
        [new("mlp", 1, Method.Blaq, SmallPeriod, SmallBlend)] = 99.11,
        [new("lenet5", 1, Method.Blaq, SmallPeriod, SmallBlend)] = 99.38,
        [new("vgg", 1, Method.Blaq, SmallPeriod, SmallBlend)] = 91.5,
        [new("svhn", 1, Method.Blaq, SmallPeriod, SmallBlend)] = 98.13,
        [new("resnet18", 1, Method.Blaq, LargePeriod, LargeBlend)] = 66.73,
        [new("resnet18", 2, Method.Blaq, LargePeriod, LargeBlend)] = 69.62,
    };

    /// <summary>The paper's accuracy for these settings; null if it reports none.</summary>
    public static double? For(RunGroup group) => Accuracy.TryGetValue(group, out double percent) ? percent : null;
}
