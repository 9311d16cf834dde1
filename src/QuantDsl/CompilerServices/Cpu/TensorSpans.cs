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
        ModelInfo model, ParameterStore store, Func<Tensor, Tensor> predict, NetworkInput inputs, Span<float> logits)
    {
        using Tensor input = Input(model, store, inputs);
        using Tensor onDevice = predict(input);
        using Tensor here = onDevice.cpu();
        using Tensor dense = here.contiguous();
        Floats(dense).CopyTo(logits);
    }

    /// <summary>A step by a member that takes tensors.</summary>
    public static float Step(
        ModelInfo model, ParameterStore store, Func<Tensor, Tensor, float> step, NetworkInput inputs, NetworkLabels labels)
    {
        using Tensor input = Input(model, store, inputs);
        long samples = input.size(0);
        long[] shape = model.OutputLength is { } length ? [samples, length] : [samples];
        using Tensor onDevice = Transfer.To(
            labels.Numbers.IsEmpty ? Int64(labels.Classes, shape) : Float32(labels.Numbers, [.. shape, model.Classes]), store.Device);
        return step(input, onDevice);
    }

    /// <summary>The numbers of a dense float32 tensor on the CPU.</summary>
    internal static Span<float> Floats(Tensor dense) => MemoryMarshal.Cast<byte, float>(dense.bytes);

    private static Tensor Input(ModelInfo model, ParameterStore store, NetworkInput inputs)
    {
        long size = model.InputShape.Aggregate(1L, (product, axis) => product * axis);
        long[] shape = [inputs.Length / size, .. model.InputShape.Select(axis => (long)axis)];
        if (model.Vocabulary is not null)
            return Transfer.To(Int64(inputs.Tokens, shape), store.Device);
        return Transfer.To(Float32(inputs.Numbers, shape), store.Device);
    }

    private static Tensor Float32(ReadOnlySpan<float> numbers, long[] shape)
    {
        Tensor here = empty(shape, dtype: ScalarType.Float32, device: CPU);
        numbers.CopyTo(Floats(here));
        return here;
    }

    private static Tensor Int64(ReadOnlySpan<int> numbers, long[] shape)
    {
        long[] wide = new long[numbers.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = numbers[i];
        return tensor(wide, shape, dtype: ScalarType.Int64, device: CPU);
    }
}
