namespace QuantDsl.CompilerServices;

/// <summary>Checks samples as spans, and the memory for their logits.</summary>
internal static class PredictionInput
{
    /// <summary>Checks samples and the memory for their logits.</summary>
    /// <exception cref="ArgumentException">They do not fit the model.</exception>
    public static void Check(ModelInfo model, NetworkInput inputs, ReadOnlySpan<float> logits)
    {
        int samples = Samples(model, inputs);
        int ofSample = model.Classes * (model.OutputLength ?? 1);
        if (logits.Length != samples * ofSample)
        {
            throw new ArgumentException(
                $"{model.Name} writes {ofSample} logits for each of {samples} samples, {samples * ofSample} numbers, but the memory for "
                + $"them has {logits.Length}.",
                nameof(logits));
        }
    }

    /// <summary>Checks sequences that go on where others have ended.</summary>
    /// <exception cref="ArgumentException">They do not fit the model or the state.</exception>
    public static void Check(ModelInfo model, NetworkInput inputs, ReadOnlySpan<float> logits, RecurrentState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Model != model.Name)
        {
            throw new ArgumentException(
                $"{model.Name} goes on from states that its NewState has made, but got one of {state.Model}.", nameof(state));
        }
        int ofPosition = Elements(model) / model.InputSizes[0];
        if (inputs.Length == 0 || inputs.Length % (state.Samples * ofPosition) != 0)
        {
            throw new ArgumentException(
                $"{model.Name} goes on with {state.Samples} sequences, each of the same number of positions and {ofPosition} "
                + $"{(ofPosition == 1 ? "number" : "numbers")} a position, but got {inputs.Length} numbers.",
                nameof(inputs));
        }
        int labelled = model.OutputLength is null ? state.Samples : inputs.Length / ofPosition;
        if (logits.Length != labelled * model.Classes)
        {
            throw new ArgumentException(
                $"{model.Name} writes {model.Classes} logits for each {(model.OutputLength is null ? "sequence" : "position")}, "
                + $"{labelled * model.Classes} numbers, but the memory for them has {logits.Length}.",
                nameof(logits));
        }
        CheckTokens(model, inputs);
    }

    /// <summary>How many samples there are.</summary>
    /// <exception cref="ArgumentException">It is no whole number of samples, or a token id is not in the vocabulary.</exception>
    public static int Samples(ModelInfo model, NetworkInput inputs)
    {
        int size = Elements(model);
        if (inputs.Length % size != 0)
        {
            string what = model.Vocabulary is null ? "numbers" : "token ids";
            throw new ArgumentException(
                $"{model.Name} takes samples of {string.Join("×", model.InputShape)} = {size} {what}, but got {inputs.Length} {what}, "
                + "which is no whole number of samples.",
                nameof(inputs));
        }
        CheckTokens(model, inputs);
        return inputs.Length / size;
    }

    /// <summary>Checks that numbers are within 0 and a limit.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void CheckRange(ModelInfo model, ReadOnlySpan<int> numbers, int limit, string what, string parameter)
    {
        foreach (int number in numbers)
        {
            if ((uint)number >= (uint)limit)
                throw new ArgumentException($"{model.Name} takes {what} from 0 to {limit - 1}, but got {number}.", parameter);
        }
    }

    /// <summary>Numbers of a sample.</summary>
    public static int Elements(ModelInfo model)
    {
        int size = 1;
        foreach (int axis in model.InputSizes)
            size *= axis;
        return size;
    }

    private static void CheckTokens(ModelInfo model, NetworkInput inputs)
    {
        if (model.Vocabulary is { } vocabulary)
            CheckRange(model, inputs.Tokens, vocabulary, "token ids", nameof(inputs));
    }
}
