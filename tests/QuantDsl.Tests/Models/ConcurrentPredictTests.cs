using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Threads may predict with one model at the same time.</summary>
public sealed class ConcurrentPredictTests
{
    private const int Threads = 8;
    private const int Rounds = 25;

    [Fact]
    public void Of_a_perceptron() => Check<TinyMlp>();

    [Fact]
    public void Of_a_convolutional_network() => Check<TinyConvNet>();

    [Fact]
    public void Of_a_network_with_dropout() => Check<TinyDropoutNet>();

    [Fact]
    public void Of_a_recurrent_network() => Check<TinyCharLstm>();

    /// <summary>
    /// Each thread has inputs of its own, and gets the bits that it gets alone, in its own mode: one thread records gradients.
    /// </summary>
    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        Tensor[] inputs = [.. Enumerable.Range(0, Threads).Select(thread => Engine.Batches.Draw(TModel.Info, seed: thread).Input)];
        float[][] alone = [.. inputs.Select(input => Predict(model, input))];
        Assert.Equal(Threads, alone.Select(logits => string.Join(" ", logits)).Distinct().Count());
        using var start = new Barrier(Threads);
        Task<int>[] threads =
        [
            .. Enumerable.Range(0, Threads)
                .Select(thread => Task.Factory.StartNew(() => Repeat(thread), TaskCreationOptions.LongRunning)),
        ];

        Assert.Equal(Enumerable.Repeat(Rounds, Threads), Task.WhenAll(threads).GetAwaiter().GetResult());

        int Repeat(int thread)
        {
            using IDisposable mode = thread % 2 == 0 ? enable_grad() : no_grad();
            start.SignalAndWait();
            int right = 0;
            for (int round = 0; round < Rounds; round++)
            {
                right += Predict(model, inputs[thread]).AsSpan().SequenceEqual(alone[thread]) && is_grad_enabled() == (thread % 2 == 0)
                    ? 1
                    : 0;
            }
            return right;
        }
    }

    private static float[] Predict<TModel>(TModel model, Tensor input)
        where TModel : IQuantModel<TModel>
    {
        using Tensor logits = model.Predict(input);
        Assert.False(logits.requires_grad);
        return [.. logits.data<float>()];
    }
}
