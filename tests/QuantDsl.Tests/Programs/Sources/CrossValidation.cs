using QuantDsl;

float[,] points = new float[90, 2];
long[] labels = new long[90];
for (int i = 0; i < 90; i++)
{
    double angle = i * 2.4;                                      // points on three circles around each other
    labels[i] = i % 3;
    (points[i, 0], points[i, 1]) = ((float)(Math.Cos(angle) * (1 + labels[i])), (float)(Math.Sin(angle) * (1 + labels[i])));
}

using Dataset all = Dataset.FromTable(points, labels, name: "circles").WithClassNames("inner", "middle", "outer");
List<double> accuracies = [];
foreach (Fold fold in all.Folds(3, seed: 1, stratified: true))
{
    using (fold)
    using (var model = new Circles(seed: 1))
    {
        model.Fit(fold.Train, options: new FitOptions { Progress = ProgressMode.None });
        accuracies.Add(model.Evaluate(fold.Validation));
    }
}

Console.WriteLine($"{accuracies.Count} folds, mean above 80 %: {accuracies.Average() > 0.8}");

[QuantModel(2, Batch = 10, Epochs = 40)]
[Weights(Bits = 3)]
[Adam(LearningRate = 0.02)]
[CrossEntropy]
public sealed partial class Circles
{
    [Linear(24), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(24), BatchNorm, ReLU] public partial Layer Second { get; }
    [Linear(3), BatchNorm] public partial Layer Out { get; }
}
