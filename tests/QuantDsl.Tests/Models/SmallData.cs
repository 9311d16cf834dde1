using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Few drawn digits: enough to train a tiny network for an epoch in milliseconds.</summary>
internal static class SmallData
{
    public const int Batch = 32;

    private static readonly Lazy<(Dataset Train, Dataset Test)> Digits = new(() => Dataset.DrawnDigits(train: 200, test: 100, seed: 3));

    private static readonly Lazy<Dataset> Wrong = new(() =>
    {
        long[] next = [.. Train.Labels.data<long>().Select(label => (label + 1) % 10)];
        return new Dataset(Train.Inputs.clone(), tensor(next), "mislabelled digits", classes: 10);
    });

    /// <summary>200 samples, 6 minibatches; shared, so nobody may dispose it.</summary>
    public static Dataset Train => Digits.Value.Train;

    /// <summary>100 samples; shared.</summary>
    public static Dataset Test => Digits.Value.Test;

    /// <summary>
    /// The samples of <see cref="Train"/>, each labelled as the digit after it: what learns <see cref="Train"/> gets worse here, so the
    /// best epoch is an early one. Shared.
    /// </summary>
    public static Dataset Mislabelled => Wrong.Value;

    /// <summary>A minibatch of <see cref="Train"/>, the same for the same number.</summary>
    public static void WithBatch(int number, Action<Tensor, Tensor> use)
    {
        using Tensor order = TestTensors.Range(Train.Count, ScalarType.Int64);
        Train.Batch(order, number % 6 * Batch, Batch, out Tensor input, out Tensor labels);
        using (input)
        using (labels)
            use(input, labels);
    }

    /// <summary>Trains a model on minibatches; odd ones backtrack.</summary>
    public static void Steps<TModel>(TModel model, int first, int count)
        where TModel : IQuantModel<TModel>
    {
        for (int step = first; step < first + count; step++)
        {
            WithBatch(step, (input, labels) =>
            {
                if (step % 2 == 1)
                    model.BacktrackStep(input, labels);
                else
                    model.Step(input, labels);
            });
        }
    }

    /// <summary>Options of a run that prints nothing and leaves Ctrl-C alone.</summary>
    public static FitOptions Quiet(int? epochs = null) => new() { Epochs = epochs, Progress = ProgressMode.None, HandleCtrlC = false };
}
