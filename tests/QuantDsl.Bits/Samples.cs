namespace QuantDsl.Bits;

/// <summary>Samples that look alike within a class, the same on every machine: from whole numbers alone.</summary>
internal static class Samples
{
    /// <summary>Draws samples.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Numbers of a sample.</param>
    /// <param name="seed">The same gives the same.</param>
    public static (float[] Inputs, int[] Labels) Draw(int count, int size, int seed)
    {
        float[] inputs = new float[count * size];
        int[] labels = new int[count];
        uint state = 2463534242u + ((uint)seed * 7919u);
        for (int sample = 0; sample < count; sample++)
        {
            labels[sample] = sample % 10;
            for (int i = 0; i < size; i++)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                int pattern = (i * (labels[sample] + 3) % 17) - 8;
                inputs[(sample * size) + i] = ((int)(state >> 16) - 32768 + (pattern * 4096)) / 32768f;
            }
        }
        return (inputs, labels);
    }

    /// <summary>Draws samples for a model: numbers, or token ids; a label for each sample, or for each position.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same gives the same.</param>
    public static (TInput[] Inputs, int[] Labels) Draw<TInput>(ModelInfo model, int count, int seed)
    {
        int size = model.InputShape.Aggregate(1, (product, axis) => product * axis);
        (float[] numbers, int[] classes) = Draw(count, size, seed);
        int positions = model.OutputLength ?? 1;
        int[] labels = [.. Enumerable.Range(0, count * positions).Select(i => (classes[i / positions] + (i % positions)) % model.Classes)];
        if (model.Vocabulary is not { } vocabulary)
            return ((TInput[])(object)numbers, labels);
        int[] tokens = Array.ConvertAll(numbers, number => (int)((number + 4) * 1024) % vocabulary);
        return ((TInput[])(object)tokens, labels);
    }
}
