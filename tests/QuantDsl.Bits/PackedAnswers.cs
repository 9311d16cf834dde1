using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Bits;

/// <summary>Whether a packed model answers as the model that it was exported from, bit for bit.</summary>
internal static class PackedAnswers
{
    private const int Threads = 4;

    /// <summary>Exports, loads and predicts: all samples at once, one by one, and on several threads at the same time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Samples.</param>
    /// <param name="expected">The model's own logits.</param>
    /// <exception cref="InvalidOperationException">An answer differs.</exception>
    public static void Check<TModel, TInput>(TModel model, TInput[] inputs, float[] expected)
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        string file = Path.ChangeExtension(Path.GetTempFileName(), ".qdsl");
        model.Export(file);
        using PackedModel packed = TModel.LoadPacked(file);
        File.Delete(file);
        int size = TModel.Info.InputShape.Aggregate(1, (product, axis) => product * axis);
        int samples = inputs.Length / size;
        Compare(packed, inputs, expected, size, samples);
        Compare(packed, inputs, expected, size, 1);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
            Compare(packed, inputs, expected, size, (samples / 2) + thread));
    }

    /// <summary>Predicts so many samples at a time.</summary>
    private static void Compare<TInput>(PackedModel packed, TInput[] inputs, float[] expected, int size, int batch)
        where TInput : unmanaged
    {
        int outputs = expected.Length / (inputs.Length / size);
        float[] logits = new float[expected.Length];
        for (int first = 0; first < inputs.Length / size; first += batch)
        {
            int count = Math.Min(batch, (inputs.Length / size) - first);
            packed.Predict(Input(inputs.AsSpan(first * size, count * size)), logits.AsSpan(first * outputs, count * outputs));
        }
        int different = MemoryMarshal.AsBytes<float>(logits).CommonPrefixLength(MemoryMarshal.AsBytes<float>(expected)) / sizeof(float);
        if (different < logits.Length)
        {
            throw new InvalidOperationException(
                $"The packed {packed.Info.Name} differs from the model, {batch} samples at a time: logit {different} is {logits[different]} "
                + $"instead of {expected[different]}.");
        }
    }

    private static NetworkInput Input<TInput>(Span<TInput> inputs)
        where TInput : unmanaged =>
        typeof(TInput) == typeof(int)
            ? (ReadOnlySpan<int>)MemoryMarshal.Cast<TInput, int>(inputs)
            : (NetworkInput)(ReadOnlySpan<float>)MemoryMarshal.Cast<TInput, float>(inputs);
}
