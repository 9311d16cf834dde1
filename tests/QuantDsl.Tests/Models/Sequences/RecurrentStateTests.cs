using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Models;

/// <summary>A prediction goes on where another has ended, position by position or in parts of any length, with the same bits.</summary>
public sealed class RecurrentStateTests
{
    private const int Length = 5;
    private const int Vocabulary = 4;

    /// <summary>The declared length is 5; a part may be shorter or longer.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    [InlineData(5)]
    public void Parts_of_a_sequence_give_what_the_whole_gives(params int[] parts)
    {
        using OneHotLstm model = Trained();
        int[] tokens = Tokens(Length);
        float[] expected = new float[Length * Vocabulary];
        model.Predict(tokens, expected);

        Assert.Equal(expected, Predict(model, tokens, model.NewState(), parts));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(7, 6)]
    [InlineData(12, 1)]
    public void Sequences_may_be_longer_than_declared(params int[] parts)
    {
        using OneHotLstm model = Trained();
        int[] tokens = Tokens(13);
        int[] ones = [.. Enumerable.Repeat(1, 13)];

        Assert.Equal(Predict(model, tokens, model.NewState(), ones), Predict(model, tokens, model.NewState(), parts));
    }

    /// <summary>More sequences than the declared batch of 6, each of 7 positions.</summary>
    [Fact]
    public void Sequences_side_by_side_are_each_for_itself()
    {
        using OneHotLstm model = Trained();
        int[][] sequences = [.. Enumerable.Range(0, 15).Select(seed => Tokens(7, seed))];
        RecurrentState together = model.NewState(sequences.Length);
        float[] logits = new float[sequences.Length * 7 * Vocabulary];
        model.Predict((ReadOnlySpan<int>)sequences.SelectMany(tokens => tokens).ToArray(), logits, together);

        float[] expected = [.. sequences.SelectMany(tokens => Predict(model, tokens, model.NewState(), 7))];
        Assert.Equal(15, together.Samples);
        Assert.Equal(expected, logits);
    }

    [Fact]
    public void Several_layers_and_numbers_as_inputs()
    {
        using var model = new StackedLstm(seed: 4);
        float[] inputs = [.. Enumerable.Range(0, 4 * 3).Select(i => MathF.Sin(i))];
        float[] expected = new float[4 * 3];
        model.Predict(inputs, expected);
        RecurrentState state = model.NewState();
        float[] logits = new float[4 * 3];
        model.Predict(inputs.AsSpan(0, 9), logits.AsSpan(0, 9), state);
        model.Predict(inputs.AsSpan(9), logits.AsSpan(9), state);

        Assert.Equal(expected, logits);
    }

    [Fact]
    public void Gated_units_go_on_too()
    {
        using var model = new StackedGru(seed: 4);
        float[] inputs = [.. Enumerable.Range(0, 4 * 3).Select(i => MathF.Sin(i))];
        float[] expected = new float[3], logits = new float[3];
        model.Predict(inputs, expected);
        RecurrentState state = model.NewState();
        model.Predict(inputs.AsSpan(0, 3), logits, state);
        Assert.NotEqual(expected, logits);
        model.Predict(inputs.AsSpan(3), logits, state);

        Assert.Equal(expected, logits);
    }

    /// <summary>Of a model that gives logits for a whole sequence: those behind the positions so far.</summary>
    [Fact]
    public void A_class_of_the_sequence_so_far()
    {
        using var model = new EmbeddedLstm(seed: 4);
        int[] tokens = [1, 6, 0, 3, 3, 5];
        float[] expected = new float[3], logits = new float[3], again = new float[3];
        model.Predict(tokens, expected);
        RecurrentState state = model.NewState();
        model.Predict(tokens.AsSpan(0, 4), logits, state);
        Assert.NotEqual(expected, logits);
        model.Predict(tokens.AsSpan(4), logits, state);
        Assert.Equal(expected, logits);

        state.Reset();
        model.Predict(tokens, again, state);
        Assert.Equal(expected, again);
    }

    [Fact]
    public void A_copy_goes_on_by_itself()
    {
        using OneHotLstm model = Trained();
        RecurrentState state = model.NewState();
        float[] one = new float[Vocabulary], other = new float[Vocabulary];
        model.Predict([1], one, state);
        RecurrentState copy = state.Clone();
        model.Predict([2], one, state);
        model.Predict([3], other, copy);
        Assert.NotEqual(one, other);
        float[] expected = Predict(model, [1, 3], model.NewState(), 2);
        Assert.Equal(expected[Vocabulary..], other);
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        using OneHotLstm model = Trained();
        using var foreign = new EmbeddedLstm();
        RecurrentState two = model.NewState(2);
        float[] logits = new float[2 * Vocabulary];

        Told(
            () => model.Predict([1, 2, 3], logits, two),
            "OneHotLstm goes on with 2 sequences, each of the same number of positions and 1 number a position, but got 3 numbers.");
        Told(() => model.Predict([], logits, two), "but got 0 numbers.");
        Told(
            () => model.Predict([1, 2, 3, 0], logits, two),
            "OneHotLstm writes 4 logits for each position, 16 numbers, but the memory for them has 8.");
        Told(() => model.Predict([1, 4], logits, two), "OneHotLstm takes token ids from 0 to 3, but got 4.");
        Told(
            () => model.Predict([1, 2], logits, foreign.NewState(2)),
            "OneHotLstm goes on from states that its NewState has made, but got one of EmbeddedLstm.");
        Told(
            () => model.Predict([1, 2], logits, new RecurrentState("OneHotLstm", 2, 12)), // of a namesake
            "A prediction goes on from states of 10 numbers a sample, but these have 12. Take them from the NewState of the same model.");
        Assert.Throws<ArgumentOutOfRangeException>(() => model.NewState(0));

        static void Told(Action predict, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(predict).Message, StringComparison.Ordinal);
    }

    private static OneHotLstm Trained()
    {
        var model = new OneHotLstm(seed: 2);
        int[] tokens = Tokens(6 * Length);
        for (int step = 0; step < 5; step++)
            model.Step(tokens, [.. tokens.Select(token => (token + 1) % Vocabulary)]);
        return model;
    }

    private static int[] Tokens(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))];
    }

    private static float[] Predict(OneHotLstm model, int[] tokens, RecurrentState state, params int[] parts)
    {
        float[] logits = new float[tokens.Length * Vocabulary];
        int start = 0;
        foreach (int part in parts)
        {
            model.Predict(tokens.AsSpan(start, part), logits.AsSpan(start * Vocabulary, part * Vocabulary), state);
            start += part;
        }
        Assert.Equal(tokens.Length, start);
        return logits;
    }
}
