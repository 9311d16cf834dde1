using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

[Collection(AloneCollection.Name)]
public class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another()
    {
        Check<TinyMlp>();
        Check<TinyMlpFullPrecision>();
        Check<TinyConvNet>();
        Check<TinyDropoutNet>();
    }

    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        byte[] first = Fitted<TModel>(modelSeed: 1, null);
        Assert.Equal(first, Fitted<TModel>(modelSeed: 1, null));
        Assert.Equal(first, Fitted<TModel>(modelSeed: 1, runSeed: 1)); // the model's seed is the run's
        Assert.NotEqual(first, Fitted<TModel>(modelSeed: 2, runSeed: 1));
        Assert.NotEqual(first, Fitted<TModel>(modelSeed: 1, runSeed: 2));
    }

    [Fact]
    public void The_global_seed_of_torch_plays_no_part()
    {
        manual_seed(1);
        byte[] first = Fitted<TinyDropoutNet>(modelSeed: 1, null);
        manual_seed(2);
        Assert.Equal(first, Fitted<TinyDropoutNet>(modelSeed: 1, null));
    }

    /// <summary>
    /// What QuantDsl computes itself does not depend on the number of threads. The matrix products here are too small for libtorch to share
    /// out; larger ones, and libtorch's batch normalisation of [N, C] and its weight gradient of convolutions, change bits with it.
    /// </summary>
    [Fact]
    public void Construction_and_update_do_not_depend_on_the_number_of_threads()
    {
        byte[][] made = WithThreads(() =>
        {
            using var model = new TinyMlpThreeBit(seed: 3);
            return ModelBits.Of(model);
        });
        Assert.All(made, bits => Assert.Equal(made[0], bits));

        byte[][] trained = WithThreads(() =>
        {
            using var model = new Narrow(seed: 3);
            using Tensor input = TestTensors.Range(8 * 12, ScalarType.Float32).sin_().reshape(8, 12);
            using Tensor labels = tensor(new[] { 0L, 1, 2, 0, 1, 2, 0, 1 });
            for (int step = 0; step < 5; step++)
            {
                model.Step(input, labels);
                model.BacktrackStep(input, labels);
            }
            return ModelBits.Of(model);
        });
        Assert.All(trained, bits => Assert.Equal(trained[0], bits));
    }

    [Fact]
    public void For_any_number_of_threads_a_run_repeats_itself()
    {
        byte[][] first = WithThreads(() => Fitted<TinyConvNet>(1, null));
        byte[][] second = WithThreads(() => Fitted<TinyConvNet>(1, null));
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], second[i]);
    }

    private static byte[][] WithThreads(Func<byte[]> run)
    {
        int before = ThreadCount.Value;
        try
        {
            return
            [
                .. new[] { 1, 2, 4 }.Select(threads =>
                {
                    ThreadCount.Value = threads;
                    return run();
                }),
            ];
        }
        finally
        {
            ThreadCount.Value = before;
        }
    }

    private static byte[] Fitted<TModel>(long modelSeed, long? runSeed)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: modelSeed);
        model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 2) with { Seed = runSeed });
        return ModelBits.Of(model);
    }
}
