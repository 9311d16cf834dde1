using QuantDsl.Formats;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Training.Groups;

namespace QuantDsl.Tests.Training.Schedules;

/// <summary>Runs that follow a schedule: in every step, after they resume, in loops of one's own and in groups.</summary>
public sealed class ScheduledRunTests : IDisposable
{
    private const int StepsPerEpoch = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Warm_up_and_cosine() => Follows<WarmedCosineMlp>();

    [Fact]
    public void One_cycle() => Follows<OneCycleMlp>();

    [Fact]
    public void Exponential() => Follows<ExponentialMlp>();

    [Fact]
    public void Multi_step() => Follows<MultiStepMlp>();

    [Fact]
    public void Step_decay() => Follows<TinyMlp>();

    [Fact]
    public void Plateau()
    {
        using PlateauMlp model = new(seed: 1);
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Mislabelled, SmallData.Quiet(5));
        double[] losses = [.. report.Epochs.Select(epoch => epoch.ValidationLoss!.Value)];
        float[] expected =
        [
            .. Enumerable.Range(1, 5).Select(epoch => PlateauMlp.Info.Schedule.RateAt(epoch, losses: losses.AsSpan(0, epoch - 1))),
        ];
        Assert.Equal(expected, report.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(0.01f / 8, expected[4]); // what is learnt is wrong: only the first of four epochs is better than those before it
        Assert.Equal(0.01f, model.LearningRate);
    }

    [Fact]
    public void A_run_that_is_cut_within_an_epoch_ends_with_the_same_bits()
    {
        Resumes<WarmedCosineMlp>(SmallData.Quiet(4));
        Resumes<PlateauMlp>(SmallData.Quiet(4));
        Resumes<DecayingMlp>(SmallData.Quiet(3));
    }

    /// <summary>A curve that ends with the run is another one in a longer run.</summary>
    [Fact]
    public void Another_end_of_the_curve_is_refused()
    {
        FitOptions options = SmallData.Quiet(1) with { CheckpointPath = _folder.File("run.checkpoint") };
        using (WarmedCosineMlp model = new(seed: 1))
            model.Fit(SmallData.Train, options: options);
        using WarmedCosineMlp again = new(seed: 1);
        ModelFileException refusal = Assert.Throws<ModelFileException>(
            () => again.Fit(SmallData.Train, options: options with { Epochs = 2 }));
        Assert.Contains("the last epoch of the schedule is '1' there, but '2' now", refusal.Message);
    }

    [Fact]
    public void Another_schedule_is_refused()
    {
        FitOptions options = SmallData.Quiet(1) with { CheckpointPath = _folder.File("run.checkpoint") };
        using (TinyMlp model = new(seed: 1))
            model.Fit(SmallData.Train, options: options);
        using CosineMlp other = new(seed: 1);
        ModelFileException refusal = Assert.Throws<ModelFileException>(() => other.Fit(SmallData.Train, options: options));
        Assert.Contains("TinyMlp", refusal.Message);
    }

    [Fact]
    public void A_loop_of_ones_own_takes_the_rates_of_Fit()
    {
        using WarmedCosineMlp fitted = new(seed: 1), stepped = new(seed: 1);
        fitted.Fit(SmallData.Train, options: SmallData.Quiet(3) with { BacktrackPeriod = 0 });

        for (int epoch = 1; epoch <= 3; epoch++)
        {
            using Minibatches batches = SmallData.Train.Minibatches(seed: 1, epoch, size: 32);
            for (int step = 0; batches.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels); step++)
            {
                stepped.LearningRate = WarmedCosineMlp.Info.Schedule.RateAt(epoch, step / (double)StepsPerEpoch, lastEpoch: 3);
                stepped.Step(inputs, labels);
            }
        }

        Assert.Equal(Latent(fitted.Fc1), Latent(stepped.Fc1));
        Assert.Equal(Latent(fitted.Out), Latent(stepped.Out));
    }

    [Fact]
    public void Processes_of_a_group_follow_it_together_and_the_rate_that_the_first_sets()
    {
        byte[] expected = Train(null);
        Assert.All(ThreadGroup.Results(2, Train), bits => Assert.Equal(expected, bits));

        static byte[] Train(ITrainingGroup? group)
        {
            using WarmedCosineMlp model = new(seed: 3);
            model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(4) with
            {
                Group = group,
                OnStep = step =>
                {
                    if (step is { Epoch: 2, Step: 3 })
                        model.LearningRate *= 0.5f;
                },
                OnEpoch = epoch =>
                {
                    if (epoch.Epoch == 3)
                        model.LearningRate *= 0.5f;
                },
            });
            return ModelBits.Of(model);
        }
    }

    private static void Follows<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        List<float> rates = [];
        TrainingReport report = model.Fit(
            SmallData.Train, options: SmallData.Quiet() with { OnStep = step => rates.Add(step.LearningRate) });

        int epochs = TModel.Info.Epochs;
        IEnumerable<float> expected =
            from epoch in Enumerable.Range(1, epochs)
            from step in Enumerable.Range(0, StepsPerEpoch)
            select TModel.Info.Schedule.RateAt(epoch, step / (double)StepsPerEpoch);
        Assert.Equal(expected, rates);
        Assert.True(rates.Distinct().Count() > 1);
        Assert.Equal(rates.Chunk(StepsPerEpoch).Select(epoch => epoch[^1]), report.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(TModel.Info.Schedule.Rate, model.LearningRate);
    }

    private void Resumes<TModel>(FitOptions options)
        where TModel : IQuantModel<TModel>
    {
        byte[] expected;
        using (TModel whole = TModel.Create(seed: 1))
        {
            whole.Fit(SmallData.Train, SmallData.Mislabelled, options);
            expected = ModelBits.Of(whole);
        }
        options = options with { CheckpointPath = _folder.File($"{typeof(TModel).Name}.checkpoint") };
        using (TModel first = TModel.Create(seed: 1))
        using (var stop = new CancellationTokenSource())
        {
            TrainingReport cut = first.Fit(SmallData.Train, SmallData.Mislabelled, options with
            {
                CancellationToken = stop.Token,
                OnStep = step =>
                {
                    if (step is { Epoch: 2, Step: 4 })
                        stop.Cancel();
                },
            });
            Assert.Equal((true, 1), (cut.Cancelled, cut.Epochs.Count));
        }
        using TModel second = TModel.Create(seed: 1);
        second.Fit(SmallData.Train, SmallData.Mislabelled, options);
        Assert.Equal(expected, ModelBits.Of(second));
    }

    private static float[] Latent(Layer layer)
    {
        float[] values = new float[layer.WeightShape.Aggregate(1, (count, length) => count * length)];
        layer.CopyLatent(values);
        return values;
    }
}
