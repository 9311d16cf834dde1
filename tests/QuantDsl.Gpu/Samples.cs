namespace QuantDsl.Gpu;

/// <summary>Minibatches of images at random, whose classes are brighter places, so that there is something to learn.</summary>
/// <param name="batch">Samples of a minibatch.</param>
/// <param name="size">Numbers of a sample.</param>
internal sealed class Samples(int batch, int size)
{
    private const int Classes = 10;

    /// <summary>A minibatch, the same for the same number.</summary>
    public (float[] Inputs, int[] Labels) Minibatch(int number)
    {
        var random = new Random(number);
        float[] inputs = [.. Enumerable.Range(0, batch * size).Select(_ => (random.NextSingle() * 2) - 1)];
        int[] labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(Classes))];
        for (int sample = 0; sample < batch; sample++)
        {
            for (int place = labels[sample] * (size / Classes); place < (labels[sample] + 1) * (size / Classes); place++)
                inputs[(sample * size) + place] += 1;
        }
        return (inputs, labels);
    }
}
