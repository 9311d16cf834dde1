namespace QuantDsl.Tests.Programs;

/// <summary>Several labels at a time: which of four tags a film has, from eight numbers about it.</summary>
public static class FilmTags
{
    /// <summary>Trains the model, and returns how many tags are right, and the probabilities of one film's tags.</summary>
    public static (TrainingReport Report, double Accuracy, float[] Probabilities, float[] Truth) Run()
    {
        (float[] films, float[] tags) = Draw(3000, seed: 1);
        using var all = Dataset.FromArrays(films, [8], tags, name: "films"); // four numbers, 0 or 1, for each film
        (Dataset train, Dataset test) = all.Split(2500, seed: 1);
        using (train)
        using (test)
        {
            using var model = new TagNet(seed: 1);
            TrainingReport report = model.Fit(
                train, test, new FitOptions { Epochs = 10, Progress = ProgressMode.None, HandleCtrlC = false });

            float[] logits = new float[4];
            model.Predict(films.AsSpan(0, 8), logits);
            return (report, model.Evaluate(test), [.. logits.Select(y => 1 / (1 + MathF.Exp(-y)))], tags[..4]);
        }
    }

    private static (float[] Films, float[] Tags) Draw(int count, int seed)
    {
        var random = new Random(seed);
        float[] films = new float[8 * count], tags = new float[4 * count];
        for (int i = 0; i < count; i++)
        {
            Span<float> film = films.AsSpan(8 * i, 8);
            foreach (ref float number in film)
                number = (2 * random.NextSingle()) - 1;
            for (int tag = 0; tag < 4; tag++)
                tags[(4 * i) + tag] = film[tag] + film[tag + 1] > film[7] ? 1 : 0;
        }
        return (films, tags);
    }
}

/// <summary>Each output says by itself whether its tag holds.</summary>
[QuantModel(8, Batch = 50), Weights(Bits = 2), Adam(LearningRate = 0.01)]
[BceWithLogits]
public sealed partial class TagNet
{
    [Linear(48), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(4), FullPrecision] public partial Layer Tags { get; }
}
