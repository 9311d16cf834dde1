using System.Runtime.InteropServices;
using QuantDsl.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>What follows from predictions, wherever they are made.</summary>
internal static class SamplePredictions
{
    /// <summary>Samples of which an evaluation holds the logits at once.</summary>
    private const int EvaluationBatch = 500;

    /// <summary>Accuracy and mean loss on a data set.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="shared">Other processes that take their part of the data set; null: none does.</param>
    public static Evaluation Assess<TLoss>(ISamplePredictor network, ModelInfo model, Dataset data, TLoss loss, GroupBatch? shared)
        where TLoss : struct, ISampleLoss
    {
        int batch = model.OutputLength is null ? EvaluationBatch : network.Batch;
        int outputs = (model.OutputLength ?? 1) * model.Classes;
        float[] logits = new float[batch * outputs];
        var results = new LossSums[(data.Count + batch - 1) / batch];
        for (int i = shared?.Rank ?? 0; i < results.Length; i += shared?.Ranks ?? 1)
        {
            long start = (long)i * batch;
            long size = Math.Min(batch, data.Count - start);
            Span<float> predicted = logits.AsSpan(0, (int)size * outputs);
            network.Predict(Inputs(model, data, start, size, out NetworkLabels labels), predicted);
            results[i] = loss.Sum(predicted, labels, model.Classes);
        }
        shared?.Complete(MemoryMarshal.Cast<LossSums, double>(results.AsSpan()), row: 4);
        LossSums sums = default;
        foreach (LossSums ofBatch in results)
            sums += ofBatch;
        return sums.ToEvaluation();
    }

    /// <summary>Logits of a tensor, [N, classes] or [N, length, classes], on its device.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">The model.</param>
    /// <param name="input">float32 [N, …] or token ids, int64 [N, length].</param>
    public static Tensor OfTensor(ISamplePredictor network, ModelInfo model, Tensor input)
    {
        using IDisposable unrecorded = no_grad();
        using var batch = new TensorBatch(input);
        long samples = input.size(0), classes = model.Classes;
        long[] shape = model.OutputLength is { } length ? [samples, length, classes] : [samples, classes];
        Tensor logits = empty(shape, dtype: ScalarType.Float32, device: CPU);
        network.Predict(batch.Inputs, TensorSpans.Floats(logits));
        if (input.device_type == DeviceType.CPU)
            return logits;
        using (logits)
            return logits.to(input.device);
    }

    /// <summary>Some samples of a data set, and their labels.</summary>
    public static NetworkInput Inputs(ModelInfo model, Dataset data, long start, long size, out NetworkLabels labels)
    {
        labels = model.Labels == LabelKind.Classes
            ? data.ClassColumn.Read(start, size)
            : data.NumberColumn.Read(start, size);
        return model.Vocabulary is null ? data.FloatColumn.Read(start, size) : data.TokenColumn.Read(start, size);
    }
}
