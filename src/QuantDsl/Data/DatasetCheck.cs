using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>Checks that tensors or arrays form a valid data set.</summary>
internal static class DatasetCheck
{
    // Far more than any classification data set has, and far fewer than would exhaust memory in a network's last layer.
    private const int MaxClasses = 1 << 24;

    /// <summary>Checks a pair of tensors and returns the number of classes; 0 if labels are numbers.</summary>
    public static int Tensors(string name, Tensor inputs, Tensor labels, int? classes)
    {
        bool areIds = inputs.dtype == ScalarType.Int64 && inputs.dim() == 2;
        Require(
            areIds || inputs.dtype == ScalarType.Float32,
            name, "token ids of type int64 [N, length], or inputs of type float32", Describe(inputs), "Convert them with .@float().");
        Require(inputs.dim() >= 2, name, "inputs of shape [N, …] with at least 2 axes", Describe(inputs), "Add an axis with .unsqueeze.");
        bool areNumbers = labels.dtype == ScalarType.Float32;
        Require(
            areNumbers || labels.dtype == ScalarType.Int64,
            name, "labels of type int64 (classes) or float32 (numbers)", Describe(labels),
            "Convert them with .@long() or .@float().");
        bool isSequence = labels.dim() == 2 && labels.shape[1] == inputs.shape[1];
        Require(
            areNumbers ? labels.dim() >= 1 && labels.numel() > 0 : isSequence || labels.dim() == 1,
            name,
            Invariant($"labels of shape [N, {inputs.shape[1]}] for the positions of sequences, or labels of shape [N]"),
            Describe(labels),
            "Give one number per example or position, not one-hot rows.");
        Require(inputs.numel() > 0, name, "at least one example, and no empty axis", Describe(inputs), "Check where the data comes from.");
        Require(
            inputs.shape[0] == labels.shape[0],
            name,
            Invariant($"as many labels as inputs, {inputs.shape[0]}"),
            Invariant($"{labels.shape[0]}"),
            "Give one label per example.");
        Require(
            inputs.device.type == labels.device.type && inputs.device.index == labels.device.index,
            name, $"inputs and labels on one device, {inputs.device}", $"labels on {labels.device}", "Move them with .to(device).");
        Require(!inputs.requires_grad, name, "inputs without gradient", "requires_grad = true", "Detach them with .detach().");

        using DisposeScope scope = NewDisposeScope();
        RequireFinite(inputs.isfinite().all().item<bool>(), name);
        if (areIds)
            Tokens(name, inputs.min().item<long>(), inputs.max().item<long>());
        if (!areNumbers)
            return ClassCount(name, labels.min().item<long>(), labels.max().item<long>(), classes);
        Require(classes is null, name, "no number of classes where labels are numbers", Invariant($"{classes}"), "Leave it out.");
        RequireFiniteLabels(labels.isfinite().all().item<bool>(), name);
        return 0;
    }

    /// <summary>Checks inputs against the shape of an example and returns the number of examples.</summary>
    public static long Count(string name, long inputs, long[] inputShape)
    {
        const string remedy = "Check the shape of one example.";
        bool positive = inputShape.Length > 0 && inputShape.All(axis => axis > 0);
        Require(positive, name, "a shape of positive lengths", $"({string.Join(", ", inputShape)})", remedy);
        double ofExample = inputShape.Aggregate(1.0, (product, axis) => product * axis);
        Require(
            inputs > 0 && inputs % ofExample == 0,
            name, $"a whole number of examples of {Shape(inputShape)}", Invariant($"{inputs} numbers"), remedy);
        return (long)(inputs / ofExample);
    }

    /// <summary>The shape of an example's labels, from their number.</summary>
    public static long[] LabelShape(string name, long count, long labels)
    {
        Require(
            labels > 0 && labels % count == 0,
            name, Invariant($"the same number of labels for each of {count} examples"), Invariant($"{labels} labels"),
            "Check the shape of one example and the number of labels.");
        return labels == count ? [] : [labels / count];
    }

    /// <summary>Checks the values of arrays whose labels are numbers.</summary>
    public static void Numbers(string name, ReadOnlySpan<float> inputs, ReadOnlySpan<float> labels, long count, long[] labelShape)
    {
        double expected = labelShape.Aggregate((double)count, (product, axis) => product * axis);
        bool positive = labelShape.All(axis => axis > 0);
        Require(
            positive && labels.Length == expected,
            name, Invariant($"{count} labels of ({string.Join(", ", labelShape)}), {expected} numbers"), Invariant($"{labels.Length}"),
            "Check the shape of one example's labels and their number.");
        RequireFinite(AreFinite(inputs), name);
        RequireFiniteLabels(AreFinite(labels), name);
    }

    /// <summary>Checks the lengths of arrays against each other.</summary>
    public static void Arrays(string name, long inputs, long[] inputShape, long labels)
    {
        const string remedy = "Check the shape of one example and the number of labels.";
        bool positive = inputShape.Length > 0 && inputShape.All(axis => axis > 0);
        Require(positive, name, "a shape of positive lengths", $"({string.Join(", ", inputShape)})", remedy);
        Require(labels > 0, name, "at least one example", "no labels", "Check where the data comes from.");

        Int128 expected = labels;
        foreach (long axis in inputShape)
        {
            expected *= axis;
            if (expected > Array.MaxLength)
                break;
        }

        string numbers = Invariant($"{labels} examples of {Shape(inputShape)}, {expected} numbers");
        Require(inputs == expected, name, numbers, Invariant($"{inputs}"), remedy);
    }

    /// <summary>Checks what a user's source says of itself.</summary>
    public static void Source(string name, long count, long[] shape, int threads)
    {
        const string remedy = "Check the members of the IExampleSource.";
        Require(count > 0, name, "a Count of at least 1", Invariant($"{count}"), remedy);
        Int128 length = shape.Length > 0 && shape.All(axis => axis > 0) ? 1 : 0;
        for (int axis = 0; axis < shape.Length && length <= Array.MaxLength; axis++)
            length *= shape[axis];
        Require(
            length > 0 && length <= Array.MaxLength,
            name,
            Invariant($"a Shape of positive lengths with at most {Array.MaxLength} numbers"),
            $"({string.Join(", ", shape)})",
            remedy);
        Require(threads > 0, name, "at least 1 of Threads", Invariant($"{threads}"), remedy);
    }

    /// <summary>Checks that there are as many labels as examples.</summary>
    public static void LabelCount(string name, long examples, long labels) =>
        Require(
            labels == examples,
            name, Invariant($"one label for each of {examples} examples"), Invariant($"{labels} labels"), "Give one label per example.");

    /// <summary>Checks the values of arrays and returns the number of classes.</summary>
    public static int Values(string name, ReadOnlySpan<float> inputs, long[] labels, int? classes)
    {
        RequireFinite(AreFinite(inputs), name);
        return ClassCount(name, labels.Min(), labels.Max(), classes);
    }

    /// <summary>Checks labels read from a file against a known number of classes.</summary>
    public static void IdxLabels(string path, byte[] labels, int classes)
    {
        int place = Array.FindIndex(labels, label => label >= classes);
        if (place >= 0)
        {
            throw DatasetException.At(
                path,
                Invariant($"labels below {classes}, the number of classes"),
                Invariant($"{labels[place]} at position {place}"),
                "Check that the files belong together.");
        }
    }

    /// <summary>Formats a tensor's type and shape, for messages.</summary>
    public static string Describe(Tensor tensor) => $"{tensor.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.shape)}]";

    /// <summary>Formats a shape, for example 1×28×28.</summary>
    public static string Shape(IEnumerable<long> shape) =>
        string.Join("×", shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Checks the lowest and the highest label and returns the number of classes.</summary>
    public static int ClassCount(string name, long lowest, long highest, int? classes)
    {
        bool sensible = classes is null or (>= 2 and <= MaxClasses);
        string allowed = Invariant($"2 to {MaxClasses} classes");
        Require(sensible, name, allowed, Invariant($"{classes}"), "Give the number of classes, or leave it out.");
        Require(lowest >= 0, name, "labels from 0", Invariant($"a label of {lowest}"), "Number the classes 0, 1, 2, …");
        int limit = classes ?? MaxClasses;
        Require(
            highest < limit, name, Invariant($"labels below {limit}"), Invariant($"a label of {highest}"), "Number the classes 0, 1, 2, …");
        return classes ?? Math.Max(2, (int)highest + 1);
    }

    private static void Tokens(string name, long lowest, long highest)
    {
        Require(lowest >= 0, name, "token ids from 0", Invariant($"an id of {lowest}"), "Number the tokens 0, 1, 2, …");
        Require(
            highest <= int.MaxValue,
            name, Invariant($"token ids up to {int.MaxValue}"), Invariant($"an id of {highest}"), "Number the tokens 0, 1, 2, …");
    }

    /// <summary>The first number that is NaN or infinite; −1 if there is none.</summary>
    public static int IndexOfInfinite(ReadOnlySpan<float> values)
    {
        if (AreFinite(values))
            return -1;
        int place = 0;
        while (float.IsFinite(values[place]))
            place++;
        return place;
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        // The exponent of NaN and infinity, and of nothing else, is all ones.
        var exponent = new Vector<int>(0x7F80_0000);
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        for (; bits.Length >= Vector<int>.Count; bits = bits[Vector<int>.Count..])
        {
            if (Vector.EqualsAny(new Vector<int>(bits) & exponent, exponent))
                return false;
        }

        foreach (float value in values[^bits.Length..])
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private static void RequireFinite(bool condition, string name) =>
        Require(condition, name, "finite inputs", "NaN or infinity", "Remove or replace these values.");

    private static void RequireFiniteLabels(bool condition, string name) =>
        Require(condition, name, "finite labels", "NaN or infinity", "Remove or replace these values.");

    private static void Require(bool condition, string name, string expected, string found, string remedy)
    {
        if (!condition)
            throw DatasetException.At(name, expected, found, remedy);
    }
}
