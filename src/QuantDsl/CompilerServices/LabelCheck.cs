using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Checks that labels are what the loss of a model compares its outputs with.</summary>
internal static class LabelCheck
{
    /// <summary>Checks the labels of a minibatch of tensors, except for their values.</summary>
    public static void Shape(ModelInfo model, Tensor labels, long samples)
    {
        bool takesNumbers = model.Labels != LabelKind.Classes;
        int axes = model.OutputLength is null ? 1 : 2;
        bool fits = labels.dtype == (takesNumbers ? ScalarType.Float32 : ScalarType.Int64)
            && labels.dim() >= axes
            && labels.size(0) == samples
            && (model.OutputLength is not { } length || labels.size(1) == length)
            && (labels.dim() == axes
                ? !takesNumbers || model.Classes == 1
                : takesNumbers && labels.dim() == axes + 1 && labels.size(axes) == model.Classes);
        if (!fits)
        {
            throw new ArgumentException(
                $"{model.Name} takes {Words(model, Invariant($"{samples}"))} beside an input of {samples} samples, but got "
                + $"{labels.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", labels.shape)}].",
                nameof(labels));
        }
    }

    /// <summary>Checks numbers as labels.</summary>
    public static void Values(ModelInfo model, ReadOnlySpan<float> labels)
    {
        foreach (float label in labels)
        {
            if (!float.IsFinite(label))
                throw new ArgumentException(Invariant($"{model.Name} takes finite numbers as labels, but got {label}."), nameof(labels));
            if (model.Labels == LabelKind.Probabilities && label is < 0 or > 1)
                throw new ArgumentException(Invariant($"{model.Name} takes labels from 0 to 1, but got {label}."), nameof(labels));
        }
    }

    /// <summary>Checks the labels of a data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="role">What it is for.</param>
    public static void Data(ModelInfo model, Dataset data, string role)
    {
        bool takesNumbers = model.Labels != LabelKind.Classes;
        bool fits = takesNumbers == data.HasNumbers && (takesNumbers ? FitsNumbers(model, data.LabelShape) : FitsClasses(model, data.LabelShape));
        if (!fits)
        {
            string advice = takesNumbers && !data.HasNumbers
                ? " Make it with float labels: Dataset.FromArrays(inputs, inputShape, labels) with float[] labels."
                : data.HasNumbers && !takesNumbers
                    ? " Give classes as labels, or declare [Mse], [Huber] or [BceWithLogits] as the loss."
                    : "";
            throw new ArgumentException(
                $"{model.Name} takes {Words(model, Invariant($"{data.Count}"))}, but the {role} set {data.Name} has "
                + $"{(data.HasNumbers == takesNumbers ? "" : data.HasNumbers ? "float32 " : "int64 ")}"
                + $"[{string.Join(", ", [data.Count, .. data.LabelShape])}].{advice}");
        }
        if (model.Labels != LabelKind.Probabilities)
            return;
        (float lowest, float highest) = data.LabelRange;
        if (lowest < 0 || highest > 1)
        {
            throw new ArgumentException(Invariant(
                $"{model.Name} takes labels from 0 to 1, but the {role} set {data.Name} has {(lowest < 0 ? lowest : highest)}."));
        }
    }

    /// <summary>How many numbers the labels of a sample are.</summary>
    public static int OfSample(ModelInfo model) =>
        (model.OutputLength ?? 1) * (model.Labels == LabelKind.Classes ? 1 : model.Classes);

    private static bool FitsClasses(ModelInfo model, IReadOnlyList<long> shape) =>
        shape.SequenceEqual(model.OutputLength is { } length ? [length] : []);

    /// <summary>A last axis of 1 may be left out.</summary>
    private static bool FitsNumbers(ModelInfo model, IReadOnlyList<long> shape)
    {
        long[] ofPositions = model.OutputLength is { } length ? [length] : [];
        return shape.SequenceEqual([.. ofPositions, model.Classes]) || (model.Classes == 1 && shape.SequenceEqual(ofPositions));
    }

    private static string Words(ModelInfo model, string count)
    {
        string shape = count + (model.OutputLength is { } length ? Invariant($", {length}") : "");
        return model.Labels == LabelKind.Classes
            ? $"int64 labels [{shape}]"
            : $"float32 labels [{shape}{(model.Classes == 1 ? "" : Invariant($", {model.Classes}"))}]";
    }
}
