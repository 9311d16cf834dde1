using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

[Collection(AloneCollection.Name)]
public sealed class StepResourcesTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public StepResourcesTests() => ThreadCount.Value = 1; // so small a network is faster so, above all on a busy machine

    public void Dispose() => ThreadCount.Value = _threads;

    [Fact]
    public void A_thousand_steps_keep_no_tensor_and_no_memory()
    {
        using var model = new TinyDropoutNet();
        SmallData.WithBatch(0, (input, labels) => Flat(() =>
        {
            model.Step(input, labels);
            model.BacktrackStep(input, labels);
        }));
    }

    [Fact]
    public void Steps_of_a_convolutional_network_neither()
    {
        using var model = new TinyConvNet();
        SmallData.WithBatch(0, (all, allLabels) =>
        {
            using Tensor input = all.narrow(0, 0, 4);
            using Tensor labels = allLabels.narrow(0, 0, 4);
            Flat(
                () =>
                {
                    model.Step(input, labels);
                    model.BacktrackStep(input, labels);
                },
                calls: 20);
        });
    }

    [Fact]
    public void Steps_of_recurrent_networks_neither()
    {
        Check<TinyCharLstm>();
        Check<TinyTopicLstm>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using TModel model = TModel.Create();
            (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 2);
            Flat(
                () =>
                {
                    model.Step(input, labels);
                    model.BacktrackStep(input, labels);
                    model.Predict(input).Dispose();
                },
                calls: 20);
        }
    }

    [Fact]
    public void Predicting_and_evaluating_neither()
    {
        using var model = new TinyMlp();
        SmallData.WithBatch(0, (input, _) => Flat(() =>
        {
            model.Predict(input).Dispose();
            model.Evaluate(SmallData.Test);
        }));
    }

    [Fact]
    public void Refused_and_failing_steps_keep_no_tensor()
    {
        using var model = new TinyDropoutNet();
        using Tensor input = TestTensors.Filled([32, 1, 28, 28], float.NaN);
        using Tensor labels = zeros(32, ScalarType.Int64);
        using Tensor wrong = TestTensors.Filled([32], 10L);
        Count(() => Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels)), times: 20);
        Count(() => Assert.Throws<TrainingDivergedException>(() => model.BacktrackStep(input, labels)), times: 20);
        Count(() => Assert.Throws<ArgumentException>(() => model.Step(input, wrong)), times: 20);
    }

    [Fact]
    public void A_run_and_a_model_leave_nothing_behind() => Count(
        () =>
        {
            using var model = new TinyDropoutNet();
            model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet() with { RestoreBest = true, Test = SmallData.Test });
        },
        times: 2);

    /// <summary>Four rounds, 1,000 steps in all by default: no tensor more after each, and no managed memory that grows.</summary>
    private static void Flat(Action call, int calls = 125)
    {
        Growth(call, calls); // caches fill
        // The test host allocates and frees now and then; what a call keeps grows in every round. The smallest object has 24 bytes.
        long[] rounds = [Growth(call, calls), Growth(call, calls), Growth(call, calls)];
        Assert.True(rounds.Min() < 16 * calls, $"{string.Join(", ", rounds)} bytes more after {calls} calls each: something is kept");
    }

    private static long Growth(Action call, int calls)
    {
        call();
        long before = Settle();
        long tensors = TestTensors.CountAlive();
        for (int number = 0; number < calls; number++)
            call();
        Assert.Equal(tensors, Tensor.TotalCount);
        return Settle() - before;
    }

    /// <summary>
    /// Bytes that survived when all garbage was collected and the finalizers of what earlier tests left had run. The total that GC gives later
    /// has in it the 8 KiB that each thread of the test host takes with its next small object.
    /// </summary>
    private static long Settle()
    {
        for (int time = 0; time < 2; time++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        GCMemoryInfo collected = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return collected.HeapSizeBytes - collected.FragmentedBytes;
    }

    private static void Count(Action call, int times)
    {
        call();
        Settle();
        long tensors = TestTensors.CountAlive();
        for (int time = 0; time < times; time++)
            call();
        Assert.Equal(tensors, Tensor.TotalCount);
    }
}
