using System.ComponentModel;
using System.Runtime.InteropServices;
using QuantDsl.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.CompilerServices;

/// <summary>Checks the arguments of a model's methods, so that a wrong shape is reported in the words of the model.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StepInput
{
    /// <summary>Checks an input batch, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, Tensor input)
    {
        store.ThrowIfDisposed(model.Name);
        ArgumentNullException.ThrowIfNull(input);
        ReadOnlySpan<int> sizes = model.InputSizes;
        bool fits = input.dtype == TypeOf(model) && input.dim() == sizes.Length + 1;
        for (int axis = 0; fits && axis < sizes.Length; axis++)
            fits = input.size(axis + 1) == sizes[axis];
        if (!fits)
        {
            throw new ArgumentException(
                $"{model.Name} takes {Input(model)}, but got "
                + $"{input.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", input.shape)}].",
                nameof(input));
        }
        CheckDevice(model, store, input, "input", nameof(input));
        if (model.Vocabulary is { } vocabulary)
            CheckRange(model, input, vocabulary, "token ids", nameof(input));
    }

    /// <summary>Checks a training batch, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, Tensor input, Tensor labels, int minimumBatch)
    {
        Check(model, store, input);
        ArgumentNullException.ThrowIfNull(labels);
        LabelCheck.Shape(model, labels, input.size(0));
        CheckDevice(model, store, labels, "labels", nameof(labels));
        CheckBatch(model, input.size(0), minimumBatch, nameof(input));
        if (model.Labels == LabelKind.Classes)
            CheckRange(model, labels, model.Classes, "labels", nameof(labels));
        else
            CheckNumbers(model, labels);
    }

    /// <summary>Checks samples and the memory for their logits, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, NetworkInput inputs, ReadOnlySpan<float> logits)
    {
        store.ThrowIfDisposed(model.Name);
        PredictionInput.Check(model, inputs, logits);
    }

    /// <summary>Checks sequences that go on where others have ended, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, NetworkInput inputs, ReadOnlySpan<float> logits, RecurrentState state)
    {
        store.ThrowIfDisposed(model.Name);
        PredictionInput.Check(model, inputs, logits, state);
    }

    /// <summary>Checks a training batch, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, NetworkInput inputs, NetworkLabels labels, int minimumBatch)
    {
        store.ThrowIfDisposed(model.Name);
        int samples = PredictionInput.Samples(model, inputs);
        int ofSample = LabelCheck.OfSample(model);
        if (labels.Length != samples * ofSample)
        {
            throw new ArgumentException(
                ofSample == 1
                    ? $"{model.Name} takes one label a sample, but got {labels.Length} labels beside {samples} samples."
                    : model.Labels == LabelKind.Classes
                        ? $"{model.Name} takes {ofSample} labels a sample, one for each position, but got {labels.Length} beside {samples} "
                        + "samples."
                        : $"{model.Name} takes {ofSample} numbers as labels of a sample, one for each output, but got {labels.Length} beside "
                        + $"{samples} samples.",
                nameof(labels));
        }
        CheckBatch(model, samples, minimumBatch, nameof(inputs));
        if (model.Labels == LabelKind.Classes)
            PredictionInput.CheckRange(model, labels.Classes, model.Classes, "labels", nameof(labels));
        else
            LabelCheck.Values(model, labels.Numbers);
    }

    /// <summary>Checks a data set to evaluate, and that the model is not disposed.</summary>
    public static void Check(ModelInfo model, ParameterStore store, Dataset data)
    {
        store.ThrowIfDisposed(model.Name);
        ArgumentNullException.ThrowIfNull(data);
        Check(model, data, "evaluation");
    }

    /// <summary>
    /// Checks the data sets of a training run, that the options fit model and data, and that the model is not disposed.
    /// </summary>
    public static void Check(ModelInfo model, ParameterStore store, Dataset train, Dataset? validation, FitOptions options)
    {
        Dataset? test = options.Test;
        store.ThrowIfDisposed(model.Name);
        ArgumentNullException.ThrowIfNull(train);
        Check(model, train, "training");
        if (train.Count < model.Batch)
        {
            throw new ArgumentException(
                $"{model.Name} trains on minibatches of {model.Batch}, but the training set has {train.Count} samples. "
                + "Give it more, or declare a smaller Batch.",
                nameof(train));
        }
        if (validation is not null)
            Check(model, validation, "validation");
        if (test is not null)
            Check(model, test, "test");
        if (options.Patience is { } patience && validation is null)
        {
            throw new ArgumentException(
                $"FitOptions.Patience ({patience}) waits for a better result on a validation set, but {model.Name} is trained without "
                + "one. Give Fit one, or leave Patience away.",
                nameof(options));
        }
        CheckMetrics(model, hasData: (validation ?? test) is not null, options);
    }

    private static void CheckMetrics(ModelInfo model, bool hasData, FitOptions options)
    {
        bool hasMetrics = options.Metrics is { Count: > 0 };
        if ((hasMetrics || options.ClassMetrics) && !hasData)
        {
            throw new ArgumentException(
                $"FitOptions.{(hasMetrics ? nameof(options.Metrics) : nameof(options.ClassMetrics))} is computed on the validation set or on "
                + "FitOptions.Test, but there is neither. Give Fit one of them.",
                nameof(options));
        }
        if (options.ClassMetrics && model.Labels != LabelKind.Classes)
        {
            throw new ArgumentException(
                $"FitOptions.ClassMetrics is about classes, but the labels of {model.Name} are numbers. Leave it out, or compute a metric of "
                + "your own with FitOptions.Metrics.",
                nameof(options));
        }
    }

    private static void CheckBatch(ModelInfo model, long samples, int minimumBatch, string parameter)
    {
        if (samples < minimumBatch)
            throw new ArgumentException($"{model.Name} trains on batches of at least {minimumBatch} samples, but got {samples}.", parameter);
        if (samples > model.Batch)
        {
            throw new ArgumentException(
                $"{model.Name} trains on batches of at most {model.Batch} samples, its declared Batch, but got {samples}.", parameter);
        }
    }

    /// <summary>A model on a CUDA device takes tensors from anywhere: they are copied to it in any case.</summary>
    private static void CheckDevice(ModelInfo model, ParameterStore store, Tensor tensor, string what, string parameter)
    {
        if (store.Engine is not CudaTraining && !Transfer.IsOn(tensor, store.Device))
        {
            throw new ArgumentException(
                $"{model.Name} lives on {store.Device}, but its {what} came on {tensor.device}. "
                + $"Move it there: {what}.to(\"{store.Device}\").",
                parameter);
        }
    }

    /// <summary>A label or token id out of range would be a place outside of a kernel's memory.</summary>
    private static void CheckRange(ModelInfo model, Tensor numbers, int limit, string what, string parameter)
    {
        using Tensor here = numbers.cpu();
        using Tensor dense = here.contiguous();
        foreach (long number in MemoryMarshal.Cast<byte, long>(dense.bytes))
        {
            if ((ulong)number >= (ulong)limit)
                throw new ArgumentException($"{model.Name} takes {what} from 0 to {limit - 1}, but got {number}.", parameter);
        }
    }

    /// <summary>As for classes.</summary>
    private static void CheckNumbers(ModelInfo model, Tensor labels)
    {
        using Tensor here = labels.cpu();
        using Tensor dense = here.contiguous();
        LabelCheck.Values(model, TensorSpans.Floats(dense));
    }

    private static ScalarType TypeOf(ModelInfo model) => model.Vocabulary is null ? ScalarType.Float32 : ScalarType.Int64;

    private static string Input(ModelInfo model)
    {
        string sizes = string.Join(", ", model.InputShape);
        return model.Vocabulary is { } vocabulary ? $"int64 [N, {sizes}], token ids from 0 to {vocabulary - 1}" : $"float32 [N, {sizes}]";
    }

    /// <summary>Where images are scaled anyway, how to have them in the model's size.</summary>
    private static string SizeAdvice(ModelInfo model, Dataset data)
    {
        IReadOnlyList<int> wanted = model.InputShape;
        if (!data.ScalesImages || wanted.Count != 3 || wanted[1] != wanted[2] || wanted[0] is not (1 or 3))
            return "";
        string[] options =
        [
            .. wanted[1] == data.InputShape[1] ? (string[])[] : [$"Size = {wanted[1]}"],
            .. wanted[0] == data.InputShape[0] ? (string[])[] : [$"Grey = {(wanted[0] == 1 ? "true" : "false")}"],
        ];
        return $" Read it with new ImageFolderOptions {{ {string.Join(", ", options)} }}.";
    }

    private static void Check(ModelInfo model, Dataset data, string role)
    {
        data.ThrowIfDisposed();
        if (!data.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size)))
        {
            throw new ArgumentException(
                $"{model.Name} takes inputs of {string.Join("×", model.InputShape)}, "
                + $"but the {role} set {data.Name} has {string.Join("×", data.InputShape)}.{SizeAdvice(model, data)}");
        }
        if (data.InputType != TypeOf(model))
        {
            throw new ArgumentException(
                $"{model.Name} takes {Input(model)}, but the {role} set {data.Name} has {data.InputType.ToString().ToLowerInvariant()}.");
        }
        LabelCheck.Data(model, data, role);
        if (model.Vocabulary is { } vocabulary && data.HighestToken >= vocabulary)
        {
            throw new ArgumentException(
                $"{model.Name} takes token ids from 0 to {vocabulary - 1}, but the {role} set {data.Name} has {data.HighestToken}.");
        }
        if (data.Classes > model.Classes)
            throw new ArgumentException($"{model.Name} has {model.Classes} classes, but the {role} set {data.Name} has {data.Classes}.");
    }
}
