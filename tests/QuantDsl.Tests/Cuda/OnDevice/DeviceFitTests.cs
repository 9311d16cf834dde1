using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Models;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>Runs on the emulated device: steps are launches of a graph, and the host is asked for nothing in between.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class DeviceFitTests : OnEmulatedCuda
{
    private const int Size = 16; // of a minibatch

    /// <summary>A LAQ epoch, and one that backtracks; three launches for the validation set after each, the last not full.</summary>
    [ClangFact]
    public void A_run_is_that_of_the_CPU()
    {
        using Dataset train = Data(4 * Size), validation = Data((2 * Size) + 5, seed: 2);
        using BinaryMlp here = new(seed: 3), there = new(Cuda, seed: 3);
        (int launches, int graphs) = (Emulated.Launches(), Emulated.GraphLaunches());

        TrainingReport expected = here.Fit(train, validation, Quiet());
        TrainingReport actual = there.Fit(train, validation, Quiet());

        Assert.Equal(0, Emulated.Launches() - launches);
        Assert.Equal((2 * 4) + (2 * 3), Emulated.GraphLaunches() - graphs);
        Assert.Equal("cuda:0", actual.Device);
        foreach ((EpochReport e, EpochReport a) in expected.Epochs.Zip(actual.Epochs))
        {
            Assert.Equal(e.TrainLoss, a.TrainLoss, 1e-5);
            Assert.Equal(e.ValidationLoss!.Value, a.ValidationLoss!.Value, 1e-4);
            Assert.Equal((e.ValidationAccuracy, e.Steps, e.Phase), (a.ValidationAccuracy, a.Steps, a.Phase));
        }
        foreach ((Layer e, Layer a) in here.Layers.Zip(there.Layers))
        {
            float[] right = new float[e.Weight.Count], found = new float[a.Weight.Count];
            e.CopyLatent(right);
            a.CopyLatent(found);
            Assert.All(right.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        }
        StepCountIs(8, there);
    }

    [ClangFact]
    public void An_epoch_asks_the_device_as_often_however_many_steps_it_has()
    {
        Assert.Equal(Copies(steps: 2, tested: 1), Copies(steps: 9, tested: 3));

        static int Copies(int steps, int tested)
        {
            using Dataset train = Data(steps * Size), test = Data(tested * Size);
            using BinaryMlp model = new(Cuda, seed: 3);
            int before = Emulated.Copies();
            model.Fit(train, null, Quiet() with { Test = test });
            return Emulated.Copies() - before;
        }
    }

    /// <summary>What backtrack steps need is taken before the data set: here both have no room together.</summary>
    [ClangFact]
    public void A_data_set_leaves_room_for_backtracking()
    {
        const int bytes = 8 * Size * (6 + 1 + 1) * sizeof(float);
        int gathered = Copies(period: 0), copied = Copies(period: 2);
        Assert.InRange(copied, gathered + (2 * 8), int.MaxValue);

        static int Copies(int period)
        {
            using Dataset train = Data(8 * Size);
            using BinaryMlp model = new(Cuda, seed: 3);
            Emulated.SetFree((bytes * 10 / 9) + 64); // the gradients of the model are some hundred bytes
            int before = Emulated.Copies();
            model.Fit(train, null, Quiet() with { BacktrackPeriod = period });
            return Emulated.Copies() - before;
        }
    }

    [ClangTheory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    public void An_interrupted_run_goes_on_to_the_same_bits(int epoch, int step)
    {
        using TemporaryFolder folder = new();
        using Dataset train = Data(4 * Size), validation = Data(Size, seed: 2);
        using BinaryMlp whole = new(Cuda, seed: 3), resumed = new(Cuda, seed: 3);
        TrainingReport expected = whole.Fit(train, validation, Quiet());
        using (CancellationTokenSource stop = new())
        {
            using BinaryMlp interrupted = new(Cuda, seed: 3);
            interrupted.Fit(train, validation, Quiet(folder.File("run"), stop.Token, report =>
            {
                if (report.Epoch == epoch && report.Step == step)
                    stop.Cancel();
            }));
        }

        TrainingReport report = resumed.Fit(train, validation, Quiet(folder.File("run")));

        Assert.Equal(ModelBits.Of(whole), ModelBits.Of(resumed));
        Assert.Equal(expected.Epochs.Select(each => each.TrainLoss), report.Epochs.Select(each => each.TrainLoss));
    }

    /// <summary>
    /// The rate changes with every step; the user sets another, changes weights and takes a step of his own within the epoch.
    /// </summary>
    [ClangFact]
    public void Whether_minibatches_are_gathered_or_copied_makes_no_difference()
    {
        Assert.Equal(Bits(free: 1L << 34, out int gathered, out double?[] there), Bits(free: 1000, out int copied, out double?[] here));
        Assert.Equal(here, there); // losses of validation
        Assert.InRange(copied, gathered + 12, int.MaxValue); // as many minibatches, each with labels and numbers of its step

        static byte[] Bits(long free, out int copies, out double?[] losses)
        {
            Emulated.SetFree(free);
            int before = Emulated.Copies();
            using Dataset train = Data(6 * Size), validation = Data(Size + 5, seed: 2);
            using CudaCosineMlp model = new(Cuda, seed: 3);
            (float[] inputs, int[] labels) = Batch(Size, seed: 4);
            TrainingReport report = model.Fit(train, validation, new FitOptions
            {
                HandleCtrlC = false,
                Progress = ProgressMode.None,
                OnStep = report =>
                {
                    if (report.Step == 2)
                        model.LearningRate *= 0.5f;
                    if (report.Step == 4)
                        model.Step(inputs, labels);
                    if (report.Step == 5)
                        model.Hidden2.SetLatent(new float[model.Hidden2.Weight.Count]);
                },
            });
            losses = [.. report.Epochs.Select(epoch => epoch.ValidationLoss)];
            StepCountIs(14, model);
            copies = Emulated.Copies() - before;
            return ModelBits.Of(model);
        }
    }

    /// <summary>What a sum would be without the losses of other steps.</summary>
    [ClangFact]
    public void Hooks_get_the_loss_of_each_step()
    {
        using Dataset train = Data(4 * Size);
        using BinaryMlp model = new(Cuda, seed: 3);
        List<float> losses = [];
        FitOptions options = Quiet(onStep: report => losses.Add(report.Loss), epochs: 1);
        TrainingReport report = model.Fit(train, null, options);
        Assert.Equal(4, losses.Count);
        Assert.Equal(losses.Select(loss => (double)loss).Aggregate((sum, loss) => sum + loss) / 4, report.Epochs[0].TrainLoss);
    }

    [ClangFact]
    public void A_run_that_diverges_says_so_and_leaves_the_model_before_the_step()
    {
        (float[] inputs, int[] labels) = Batch(4 * Size);
        inputs[6 * 9] = 1e25f; // finite, but the variance of its minibatch is not
        using var train = Dataset.FromArrays(inputs, [6], [.. labels.Select(label => (long)label)]);
        using BinaryMlp model = new(Cuda, seed: 3), twin = new(Cuda, seed: 3);
        long good = 0;
        TrainingDivergedException error =
            Assert.Throws<TrainingDivergedException>(() => model.Fit(train, null, Quiet(onStep: report => good = report.Step)));
        Assert.Equal("Hidden1", error.Layer);
        Assert.Equal(good + 1, error.Step);
        StepCountIs(good, model);

        Minibatches batches = train.Minibatches(seed: 3, epoch: 1, Size);
        for (long step = 0; step < good; step++)
        {
            Assert.True(batches.Next(out ReadOnlySpan<float> input, out ReadOnlySpan<int> classes));
            twin.Step(input, classes);
        }
        Assert.Equal(ModelBits.Of(twin.Hidden2.Latent), ModelBits.Of(model.Hidden2.Latent));
        Assert.Throws<TrainingDivergedException>(() => model.Fit(train, null, Quiet())); // without hooks: at the end of the epoch
        StepCountIs(2 * good, model);
    }

    [ClangFact]
    public void The_memory_of_a_run_is_returned()
    {
        using Dataset train = Data(2 * Size);
        using BinaryMlp model = new(Cuda, seed: 3);
        model.Fit(train, null, Quiet());
        int[] before = Held;
        model.Fit(train, null, Quiet());
        Assert.Equal(before, Held);
        int failures = 0;
        for (bool isTrained = false; !isTrained; failures++)
        {
            Emulated.FailAt(1 + (5 * failures));
            try
            {
                model.Fit(train, null, Quiet());
                isTrained = true;
            }
            catch (CudaException)
            {
                // That is the point; what is left is looked at below.
            }
            finally
            {
                Emulated.FailAt(0);
            }
            Assert.Equal(before, Held);
        }
        Assert.InRange(failures, 4, 40);
    }

    private static void StepCountIs<TModel>(long expected, TModel model)
        where TModel : IQuantModel<TModel> => Assert.Equal(expected, StoredParameter.Of(model.Layers[0].Weight).Store.StepCount);

    private static FitOptions Quiet(
        string? checkpoint = null, CancellationToken stop = default, Action<StepReport>? onStep = null, int? epochs = null) => new()
        {
            Epochs = epochs,
            Progress = ProgressMode.None,
            HandleCtrlC = false,
            CheckpointPath = checkpoint,
            CancellationToken = stop,
            OnStep = onStep,
        };
}
