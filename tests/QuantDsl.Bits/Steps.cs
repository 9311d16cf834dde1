using System.Security.Cryptography;
using TorchSharp;

namespace QuantDsl.Bits;

/// <summary>Thirty steps of a model, LAQ or with backtracking, and a digest of the file that it then is.</summary>
internal static class Steps
{
    private const int Count = 30;

    /// <summary>Prints a line for each kind of step: digests of the file, of the losses and of predictions.</summary>
    public static void Print<TModel>(bool byTensors)
        where TModel : ISpanModel<TModel>
    {
        foreach (bool backtracks in (ReadOnlySpan<bool>)[false, true])
            Console.WriteLine($"{typeof(TModel).Name} {(backtracks ? "backtrack" : "LAQ")} {Digest<TModel>(backtracks, byTensors)}");
    }

    private static string Digest<TModel>(bool backtracks, bool byTensors)
        where TModel : ISpanModel<TModel>
    {
        using TModel model = TModel.Create(seed: 5);
        int size = TModel.Info.InputShape.Aggregate(1, (product, axis) => product * axis);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int step = 0; step < Count; step++)
        {
            int samples = step % 5 == 4 ? TModel.Info.Batch - 3 : TModel.Info.Batch; // a last minibatch may be smaller
            (float[] inputs, int[] labels) = Samples.Draw(samples, size, step);
            hash.AppendData(BitConverter.GetBytes(Take(model, inputs, labels, backtracks, byTensors)));
        }
        (float[] last, _) = Samples.Draw((2 * TModel.Info.Batch) + 1, size, Count);
        float[] logits = new float[((2 * TModel.Info.Batch) + 1) * TModel.Info.Classes];
        model.Predict(last, logits);
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(logits));
        string file = Path.GetTempFileName();
        model.Save(file);
        hash.AppendData(File.ReadAllBytes(file));
        File.Delete(file);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static float Take<TModel>(TModel model, float[] inputs, int[] labels, bool backtracks, bool byTensors)
        where TModel : ISpanModel<TModel>
    {
        if (!byTensors)
            return backtracks ? model.BacktrackStep(inputs, labels) : model.Step(inputs, labels);
        long[] shape = [labels.Length, .. TModel.Info.InputShape.Select(axis => (long)axis)];
        using torch.Tensor input = torch.tensor(inputs, shape);
        using torch.Tensor classes = torch.tensor(labels.Select(label => (long)label).ToArray());
        return backtracks ? model.BacktrackStep(input, classes) : model.Step(input, classes);
    }
}
