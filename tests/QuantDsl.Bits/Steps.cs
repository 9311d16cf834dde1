using System.Security.Cryptography;
using TorchSharp;

namespace QuantDsl.Bits;

/// <summary>Thirty steps of a model, LAQ or with backtracking, and a digest of the file that it then is.</summary>
internal static class Steps
{
    private const int Count = 30;

    /// <summary>Prints a line for each kind of step: digests of the file, of the losses and of predictions.</summary>
    /// <param name="byTensors">Whether samples come as tensors.</param>
    /// <param name="withPacked">Whether the packed model is compared, on threads of the pool too.</param>
    public static void Print<TModel, TInput>(bool byTensors, bool withPacked = true)
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        foreach (bool backtracks in (ReadOnlySpan<bool>)[false, true])
        {
            string digest = Digest<TModel, TInput>(backtracks, byTensors, withPacked);
            Console.WriteLine($"{typeof(TModel).Name} {(backtracks ? "backtrack" : "LAQ")} {digest}");
        }
    }

    private static string Digest<TModel, TInput>(bool backtracks, bool byTensors, bool withPacked)
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        using TModel model = TModel.Create(seed: 5);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int step = 0; step < Count; step++)
        {
            int samples = step % 5 == 4 ? TModel.Info.Batch - 3 : TModel.Info.Batch; // a last minibatch may be smaller
            (TInput[] inputs, int[] labels) = Samples.Draw<TInput>(TModel.Info, samples, step);
            hash.AppendData(BitConverter.GetBytes(Take(model, samples, inputs, labels, backtracks, byTensors)));
        }
        (TInput[] last, _) = Samples.Draw<TInput>(TModel.Info, (2 * TModel.Info.Batch) + 1, Count);
        float[] logits = new float[((2 * TModel.Info.Batch) + 1) * TModel.Info.Classes * (TModel.Info.OutputLength ?? 1)];
        model.Predict(last, logits);
        if (!backtracks && withPacked)
            PackedAnswers.Check<TModel, TInput>(model, last, logits);
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(logits));
        string file = Path.GetTempFileName();
        model.Save(file);
        hash.AppendData(File.ReadAllBytes(file));
        File.Delete(file);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static float Take<TModel, TInput>(
        TModel model, int samples, TInput[] inputs, int[] labels, bool backtracks, bool byTensors)
        where TModel : ISpanModel<TModel, TInput>
        where TInput : unmanaged
    {
        if (!byTensors)
            return backtracks ? model.BacktrackStep(inputs, labels) : model.Step(inputs, labels);
        long[] shape = [samples, .. TModel.Info.InputShape.Select(axis => (long)axis)];
        long[] ofLabels = TModel.Info.OutputLength is { } length ? [samples, length] : [samples];
        using torch.Tensor input = inputs is int[] tokens
            ? torch.tensor(Array.ConvertAll(tokens, token => (long)token), shape)
            : torch.tensor((float[])(object)inputs, shape);
        using torch.Tensor classes = torch.tensor(Array.ConvertAll(labels, label => (long)label), ofLabels);
        return backtracks ? model.BacktrackStep(input, classes) : model.Step(input, classes);
    }
}
