// Up to the declared rate and down again, within the run.
using QuantDsl;

var random = new Random(1);
float[] points = [.. Enumerable.Range(0, 4000).Select(_ => (2 * random.NextSingle()) - 1)];
long[] classes = [.. points.Chunk(2).Select(p => p[0] > p[1] ? 1L : 0L)];
using var data = Dataset.FromArrays(points, [2], classes);

using var net = new Net(seed: 1);
TrainingReport report = net.Fit(data, options: new FitOptions { Epochs = 10, Progress = ProgressMode.None });
float[] rates = [.. report.Epochs.Select(epoch => epoch.LearningRate)]; // of the last step of each
Console.WriteLine($"accuracy above 90 %: {net.Evaluate(data) > 0.9}");
Console.WriteLine($"highest in the third or fourth epoch: {Array.IndexOf(rates, rates.Max()) is 2 or 3}");

[QuantModel(2, Batch = 50), Weights(Bits = 2), CrossEntropy]
[Adam(LearningRate = 0.02), OneCycle(PctStart = 0.3)]
public sealed partial class Net
{
    [Linear(32), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(2), FullPrecision] public partial Layer Out { get; }
}
