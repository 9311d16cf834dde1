using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>Gradients that are made tile by tile, each of which moves its weights at once: with the results of those in memory.</summary>
public sealed class DeferredGradientTests
{
    [Fact]
    public void One_bit() => Compare<DeferredMlp>();

    [Fact]
    public void Full_precision() => Compare<DeferredFullPrecisionMlp>();

    [Fact]
    public void Clipped() => Compare<DeferredClippedMlp>();

    [Fact]
    public void Alternating_levels()
    {
        Compare<DeferredTernaryMlp>();
        Compare<DeferredThreeBitMlp>();
        Compare<LookUpMlp>();
        Compare<LookUpTwoScaleMlp>();
    }

    [Fact]
    public void A_scale_for_each_output()
    {
        Compare<DeferredPerChannelMlp>();
        Compare<LookUpPerChannelMlp>();
    }

    [Fact]
    public void Exact_scales()
    {
        Compare<DeferredExactMlp>();
        Compare<LookUpExactMlp>();
    }

    [Fact]
    public void Convolutions()
    {
        Compare<DeferredConvolutions>();
        Compare<DeferredPerChannelConvolutions>();
    }

    [Fact]
    public void Sequences() => Compare<DeferredSequences>();

    /// <summary>What bounds a gradient in advance is no less than any number of it, of weights that meet many pixels or positions, too.</summary>
    [Fact]
    public void Bounds_hold()
    {
        Assert.Equal(4, CountBounded<DeferredConvolutions>());
        Assert.Equal(6, CountBounded<DeferredSequences>());
    }

    [Fact]
    public void Only_what_is_needed_again_is_written()
    {
        using DeferredMlp model = new(seed: 1);
        (float[] inputs, int[] labels) = Minibatch(1);
        model.Step(inputs, labels);
        Assert.All(WeightGradients(model.Network().Gradients), gradient => Assert.Equal(0, gradient));
        model.BacktrackStep(inputs, labels);
        Assert.Contains(WeightGradients(model.Network().Gradients), gradient => gradient != 0); // for the second half
        Assert.All(WeightGradients(model.Network().GradientsAtTrial), gradient => Assert.Equal(0, gradient));
    }

    /// <summary>
    /// The smaller η, the larger the curvature. First it is finite by the bounds of the gradients, then only by their values, which must be
    /// made for that; at last it is infinite, and the step fails.
    /// </summary>
    [Fact]
    public void Where_bounds_say_nothing_the_gradients_are_made()
    {
        (float[] inputs, int[] labels) = Minibatch(1);
        int failures = 0, written = 0;
        for (double exponent = -36; exponent > -39; exponent -= 0.05)
        {
            using DeferredMlp deferred = new(seed: 1), expected = new(seed: 1);
            expected.Network().WritesGradients = true;
            deferred.LearningRate = expected.LearningRate = (float)Math.Pow(10, exponent);
            Exception? failure = Record.Exception(() => deferred.Step(inputs, labels));
            Exception? other = Record.Exception(() => expected.Step(inputs, labels));
            Assert.Equal(other?.Message, failure?.Message);
            AssertSame(State(expected), State(deferred));
            bool isWritten = WeightGradients(deferred.Network().Gradients).Any(gradient => gradient != 0);
            written += isWritten && failure is null ? 1 : 0;
            failures += failure is null ? 0 : 1;
        }
        Assert.InRange(failures, 1, 60);
        Assert.InRange(written, 1, 60);
    }

    private static void Compare<TModel>()
        where TModel : class, IQuantModel<TModel>, IDeferring
    {
        using TModel deferred = TModel.Create(seed: 1), written = TModel.Create(seed: 1);
        written.Network.WritesGradients = true;
        for (int step = 0; step < 12; step++)
        {
            (torch.Tensor input, torch.Tensor labels) = Batches.Draw(TModel.Info, step);
            bool backtracks = step % 3 == 2;
            Assert.Equal(Take(written), Take(deferred));
            AssertSame(State(written), State(deferred));

            float Take(TModel model) => backtracks ? model.BacktrackStep(input, labels) : model.Step(input, labels);
        }
    }

    /// <summary>Compares bounds with gradients, and counts those that are not what the gradients say.</summary>
    private static unsafe int CountBounded<TModel>()
        where TModel : class, IQuantModel<TModel>, IDeferring
    {
        using TModel model = TModel.Create(seed: 1);
        CpuTraining network = model.Network;
        network.WritesGradients = true;
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(TModel.Info, 1);
        ReadOnlySpan<int> classes = [.. labels.data<long>().Select(label => (int)label)];
        ReadOnlySpan<int> tokens = TModel.Info.Vocabulary is null ? [] : [.. input.data<long>().Select(token => (int)token)];
        NetworkInput inputs = TModel.Info.Vocabulary is null ? input.data<float>().ToArray().AsSpan() : tokens;
        network.Differentiate(inputs, classes, TrainingPhase.Laq, ForwardPass.Train);

        int parameters = model.Store.Parameters.Count, bounded = 0;
        nint[] addresses = new nint[3 * parameters];
        double[] bounds = new double[parameters];
        network.Gradients.CopyAddresses(addresses);
        network.Gradients.CopyBounds(bounds);
        foreach (StoredParameter parameter in model.Store.Stored)
        {
            float largest = 0;
            foreach (float value in new ReadOnlySpan<float>((float*)addresses[parameter.Index], model.Store.CountOf(parameter.Index)))
                largest = Math.Max(largest, Math.Abs(value));
            Assert.InRange(largest, float.Epsilon, bounds[parameter.Index]);
            bounded += bounds[parameter.Index] == largest ? 0 : 1;
        }
        return bounded;
    }

    private static (float[] Inputs, int[] Labels) Minibatch(int seed) => (
        [.. Reference.TestData.Normal(seed, 13 * 40).Select(x => (float)x)], [.. Enumerable.Range(0, 13).Select(i => i % 3)]);

    private static List<float[]> State(IDeferring model)
    {
        List<float[]> state = [];
        foreach (Parameter parameter in model.Store.Parameters)
        {
            float[] latent = new float[parameter.Count], quantized = new float[parameter.Count], scale = new float[parameter.ScaleCount];
            parameter.CopyLatent(latent);
            parameter.CopyQuantized(quantized);
            parameter.CopyScale(scale);
            state.AddRange([latent, quantized, scale]);
        }
        return state;
    }

    private static void AssertSame(List<float[]> expected, List<float[]> actual)
    {
        foreach ((float[] left, float[] right) in expected.Zip(actual))
            Assert.Equal(Array.ConvertAll(left, BitConverter.SingleToInt32Bits), Array.ConvertAll(right, BitConverter.SingleToInt32Bits));
    }

    /// <summary>What is in the memory of the gradients of the first layer's weights.</summary>
    private static unsafe float[] WeightGradients(in Gradients gradients)
    {
        nint[] addresses = new nint[3 * 3];
        gradients.CopyAddresses(addresses);
        return new ReadOnlySpan<float>((float*)addresses[0], 150 * 40).ToArray();
    }
}
