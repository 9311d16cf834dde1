using QuantDsl;

var recordings = new Tones(320);
using Dataset all = Dataset.FromSource(recordings, [.. Enumerable.Range(0, 320).Select(recordings.Pitch)], name: "tones");
(Dataset train, Dataset test) = all.Split(256, seed: 1);

using var model = new Pitch(seed: 1);
model.Fit(train, options: new FitOptions { Progress = ProgressMode.None });
Console.WriteLine($"accuracy above 90 %: {model.Evaluate(test) > 0.9}");
train.Dispose();
test.Dispose();

/// <summary>Tones of four pitches and any phase, made when they are needed, as a file would be read.</summary>
public sealed class Tones(int count) : IExampleSource
{
    public long Count => count;

    public IReadOnlyList<long> Shape { get; } = [64];

    public long Pitch(int index) => index % 4;

    public void Read(long index, Span<float> example)
    {
        double frequency = 0.2 * (1 + Pitch((int)index)), phase = index * 0.37;
        for (int i = 0; i < example.Length; i++)
            example[i] = (float)Math.Sin((frequency * i) + phase);
    }
}

[QuantModel(64, Batch = 32, Epochs = 20)]
[Weights(Bits = 2)]
[Adam(LearningRate = 0.01)]
[CrossEntropy]
public sealed partial class Pitch
{
    [Linear(64), BatchNorm, ReLU] public partial Layer Hidden { get; }
    [Linear(4), BatchNorm] public partial Layer Out { get; }
}
