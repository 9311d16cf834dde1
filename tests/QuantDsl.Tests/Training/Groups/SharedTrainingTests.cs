using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>A model that several processes train has the bits, and its run the report, of a single one.</summary>
public sealed class SharedTrainingTests
{
    [Fact]
    public void Perceptrons() => Check<TinyMlp>(2, 4, 8);

    [Fact]
    public void Weights_whose_gradients_wait_otherwise() => Check<DeferredMlp>(2, 4);

    [Fact]
    public void Convolutions() => Check<TinyConvNet>(2, 4);

    [Fact]
    public void Residuals() => Check<SmallResNet>(2);

    [Fact]
    public void Depthwise_convolutions() => Check<SmallMobileNet>(2);

    [Fact]
    public void Dropout_and_biases() => Check<TinyDropoutNet>(2, 8);

    [Fact]
    public void Layer_normalization() => Check<LayerNormMlp>(2);

    [Fact]
    public void Sequences_and_clipped_gradients() => Check<TinyCharLstm>(2, 8);

    [Fact]
    public void Embeddings() => Check<TinyTopicLstm>(4);

    [Fact]
    public void Batch_normalization_over_positions() => Check<SignalConvolutions>(2, 4);

    [Fact]
    public void Numbers_as_labels() => Check<HuberMlp>(2, 4, 8);

    [Fact]
    public void Numbers_at_positions() => Check<NumbersLstm>(2);

    [Fact]
    public void Several_labels_at_a_time() => Check<BceMlp>(4);

    [Fact]
    public void Class_weights() => Check<WeightedMlp>(2, 8);

    [Fact]
    public void Zig_zag_measures() => Check<MeasuredDigits>(2);

    /// <summary>Sums of four processes' terms differ in the last place; Adam makes more of that where a gradient is small.</summary>
    [Fact]
    public void Sums_in_another_order_agree_within_rounding() =>
        AssertClose(Train(null), Alike(group => Train(group, GroupSums.Fast)), tolerance: 2e-3);

    [Fact]
    public void Statistics_of_each_process_agree_about()
    {
        float[] expected = Train(null), actual = Alike(group => Train(group, statistics: GroupStatistics.PerRank));
        AssertClose(expected, actual, tolerance: 0.1);
        Assert.NotEqual(expected, actual);
    }

    private static void Check<TModel>(params int[] numbers)
        where TModel : IQuantModel<TModel>
    {
        Dataset train = DrawnData.For(TModel.Info, (3 * TModel.Info.Batch) + 1, seed: 1);
        Dataset validation = DrawnData.For(TModel.Info, 40, seed: 2), test = DrawnData.For(TModel.Info, 1100, seed: 3);
        FitOptions options = SmallData.Quiet(3) with { BacktrackPeriod = 2, Test = test, RestoreBest = true };
        (byte[] bits, string report) expected = Train(options);
        foreach (int ranks in numbers)
        {
            foreach ((byte[] bits, string report) in ThreadGroup.Results(ranks, group => Train(options with { Group = group })))
            {
                Assert.Equal(expected.bits, bits);
                Assert.Equal(expected.report, report);
            }
        }

        (byte[] Bits, string Report) Train(FitOptions options)
        {
            using TModel model = TModel.Create(seed: 3);
            TrainingReport report = model.Fit(train, validation, options);
            return (ModelBits.Of(model), Timeless(report));
        }
    }

    private static string Timeless(TrainingReport report) =>
        (report with { Seconds = 0, Epochs = [.. report.Epochs.Select(epoch => epoch with { Seconds = 0 })] }).ToJson();

    /// <summary>What all of four processes have in the end.</summary>
    private static float[] Alike(Func<ThreadGroup, float[]> train)
    {
        float[][] all = ThreadGroup.Results(4, train);
        Assert.All(all, each => Assert.Equal(all[0], each));
        return all[0];
    }

    /// <summary>Weights and running statistics after some steps.</summary>
    private static float[] Train(
        ThreadGroup? group, GroupSums sums = GroupSums.Exact, GroupStatistics statistics = GroupStatistics.WholeBatch)
    {
        using TinyConvNet model = new(seed: 3);
        model.Fit(
            SmallData.Train, options: SmallData.Quiet(1) with { Group = group, GroupSums = sums, BatchStatistics = statistics });
        return [.. model.Conv2.Latent.data<float>(), .. model.Conv1.BatchNorm!.RunningMean.data<float>()];
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
