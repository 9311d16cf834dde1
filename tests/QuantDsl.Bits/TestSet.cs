using QuantDsl.Data;

namespace QuantDsl.Bits;

/// <summary>Whether packed models answer as trained ones on every image of a test set: MNIST, or as many drawn digits.</summary>
internal static class TestSet
{
    private const int Drawn = 10_000;
    private const int Steps = 6;

    /// <summary>Trains a few steps, exports, and compares all answers; prints how many, and how many differ from each other.</summary>
    /// <param name="folder">The folder with MNIST's files; null: digits are drawn.</param>
    public static void Print<TModel>(string? folder)
        where TModel : ISpanModel<TModel, float>
    {
        (Dataset train, Dataset test) = folder is null ? Dataset.DrawnDigits(test: Drawn) : Dataset.FromIdxFolder(folder);
        using (train)
        using (test)
        {
            using TModel model = TModel.Create(seed: 3);
            for (int step = 0; step < Steps; step++)
            {
                train.Slice(step * TModel.Info.Batch, TModel.Info.Batch, out ReadOnlySpan<float> some, out ReadOnlySpan<int> labels);
                model.Step(some, labels);
            }
            test.Slice(0, test.Count, out ReadOnlySpan<float> inputs, out _);
            float[] logits = new float[test.Count * TModel.Info.Classes];
            model.Predict(inputs, logits);
            PackedAnswers.Check<TModel, float>(model, inputs.ToArray(), logits);
            Console.WriteLine($"{typeof(TModel).Name}: {test.Count} images, {logits.Distinct().Count()} different logits");
        }
    }
}
