using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Models;

/// <summary>Models whose positions depend on their neighbours: their sequences have the declared length.</summary>
public sealed class SequenceConvolutionTests
{
    /// <summary>7 tokens become 5 positions and these 8, which is more than there were.</summary>
    [Fact]
    public void As_many_logits_and_labels_as_positions_are_made()
    {
        using var model = new TokenConvolutions(seed: 3);
        Assert.Equal(8, TokenConvolutions.Info.OutputLength);
        int[] tokens = [.. Enumerable.Range(0, 3 * 7).Select(i => i * i % 4)];
        int[] labels = [.. Enumerable.Range(0, 3 * 8).Select(i => i % 4)];
        float first = model.Step(tokens, labels), last = 0;
        for (int step = 0; step < 60; step++)
            last = model.BacktrackStep(tokens, labels);
        Assert.True(last < first, $"The loss went from {first} to {last}.");

        float[] together = new float[3 * 8 * 4], alone = new float[8 * 4];
        model.Predict(tokens, together);
        for (int sample = 0; sample < 3; sample++)
        {
            model.Predict(tokens.AsSpan(sample * 7, 7), alone);
            Assert.Equal(alone, together.AsSpan(sample * 8 * 4, 8 * 4).ToArray());
        }
        Assert.Throws<ArgumentException>(() => model.Predict(tokens.AsSpan(0, 6), alone));
        Assert.Throws<ArgumentException>(() => model.Step(tokens, labels.AsSpan(0, 3 * 7)));
    }

    /// <summary>Only a network of which the states of recurrent layers say all has predictions that go on from one another.</summary>
    [Fact]
    public void No_prediction_goes_on()
    {
        Assert.NotNull(typeof(OneHotLstm).GetMethod("NewState"));
        Assert.Null(typeof(TokenConvolutions).GetMethod("NewState"));
        Assert.Null(typeof(SignalConvolutions).GetMethod("NewState"));
    }
}
