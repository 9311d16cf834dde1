using System.ComponentModel;
using System.Runtime.InteropServices;
using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Between spans and tensors, for models on a device: span members copy there.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorSpans
{
    /// <summary>Logits of samples by a member that takes tensors.</summary>
    public static void Predict(
        ModelInfo model, ParameterStore store, Func<Tensor, Tensor> predict, ReadOnlySpan<float> inputs, Span<float> logits)
    {
        using Tensor input = Input(model, store, inputs);
        using Tensor onDevice = predict(input);
        using Tensor here = onDevice.cpu();
        using Tensor dense = here.contiguous();
        Floats(dense).CopyTo(logits);
    }

    /// <summary>A step by a member that takes tensors.</summary>
    public static float Step(
        ModelInfo model, ParameterStore store, Func<Tensor, Tensor, float> step, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        long[] classes = new long[labels.Length];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = labels[i];
        using Tensor input = Input(model, store, inputs);
        using Tensor onDevice = Transfer.To(tensor(classes), store.Device);
        return step(input, onDevice);
    }

    /// <summary>The numbers of a dense float32 tensor on the CPU.</summary>
    internal static Span<float> Floats(Tensor dense) => MemoryMarshal.Cast<byte, float>(dense.bytes);

    private static Tensor Input(ModelInfo model, ParameterStore store, ReadOnlySpan<float> inputs)
    {
        long size = model.InputShape.Aggregate(1L, (product, axis) => product * axis);
        Tensor here = empty([inputs.Length / size, .. model.InputShape.Select(axis => (long)axis)]);
        inputs.CopyTo(Floats(here));
        return Transfer.To(here, store.Device);
    }
}
