using static TorchSharp.torch;

namespace QuantDsl.Runtime;

/// <summary>Checks what a caller hands to a model, so that a wrong shape is not a message from inside libtorch.</summary>
public static class StepInput
{
    /// <summary>Checks an input batch.</summary>
    public static void Check(ModelInfo model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        bool fits = input.dtype == ScalarType.Float32 && input.dim() == model.InputShape.Count + 1;
        for (int axis = 0; fits && axis < model.InputShape.Count; axis++)
            fits = input.size(axis + 1) == model.InputShape[axis];
        if (!fits)
        {
            throw new ArgumentException(
                $"{model.Name} takes float32 [N, {string.Join(", ", model.InputShape)}], but got {input.dtype.ToString().ToLowerInvariant()} "
                + $"[{string.Join(", ", input.shape)}].",
                nameof(input));
        }
    }

    /// <summary>Checks a training batch.</summary>
    public static void Check(ModelInfo model, Tensor input, Tensor labels)
    {
        Check(model, input);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.dtype != ScalarType.Int64 || labels.dim() != 1 || labels.size(0) != input.size(0))
        {
            throw new ArgumentException(
                $"{model.Name} takes int64 labels [{input.size(0)}] beside an input of {input.size(0)} samples, but got "
                + $"{labels.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", labels.shape)}].",
                nameof(labels));
        }
        if (input.size(0) < 2)
            throw new ArgumentException($"{model.Name} trains on batches of at least 2 samples, but got {input.size(0)}.", nameof(input));
    }

    /// <summary>Checks the data sets of a training run.</summary>
    public static void Check(ModelInfo model, Dataset train, Dataset? validation, Dataset? test)
    {
        ArgumentNullException.ThrowIfNull(train);
        Check(model, train, "training");
        if (train.Count < model.Batch)
        {
            throw new ArgumentException(
                $"{model.Name} trains on minibatches of {model.Batch}, but the training set has {train.Count} samples. Give it more, or declare a smaller Batch.",
                nameof(train));
        }
        if (validation is not null)
            Check(model, validation, "validation");
        if (test is not null)
            Check(model, test, "test");
    }

    private static void Check(ModelInfo model, Dataset data, string role)
    {
        if (!data.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size)))
        {
            throw new ArgumentException(
                $"{model.Name} takes inputs of {string.Join("×", model.InputShape)}, but the {role} set {data.Name} has {string.Join("×", data.InputShape)}.");
        }
        if (data.Classes > model.Classes)
            throw new ArgumentException($"{model.Name} has {model.Classes} classes, but the {role} set {data.Name} has {data.Classes}.");
    }
}
