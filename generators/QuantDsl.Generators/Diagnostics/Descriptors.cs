using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>Every diagnostic of the language as the compiler shows it.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        Ids.NotPartial, "A model class must be partial",
        "{0} must be declared partial, because the generated training code is another part of it");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        Ids.UnsupportedType, "A model must be a plain class",
        "{0} is {1}; a model must be a class that is not generic, abstract, static, file-local or a record, has no primary "
        + "constructor, and is nested only in partial types that are not generic");

    public static readonly DiagnosticDescriptor NotALayerProperty = Error(
        Ids.NotALayerProperty, "A layer must be a partial property of type Layer",
        "{0} must be declared as 'public partial {1} {0} {{ get; }}'{2}");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        Ids.NoLayers, "A model needs layers",
        "{0} has no layers; declare at least one, such as '[Linear(10)] public partial Layer Out {{ get; }}'");

    public static readonly DiagnosticDescriptor NoWeightedOperation = Error(
        Ids.NoWeightedOperation, "A layer must begin with a weighted operation", "{0} must begin with a weighted operation ({1}){2}");

    public static readonly DiagnosticDescriptor SeveralWeightedOperations = Error(
        Ids.SeveralWeightedOperations, "A layer must have only one weighted operation",
        "{0} has {1} weighted operations ({2}); declare a separate property for each");

    public static readonly DiagnosticDescriptor InputShape = Error(
        Ids.InputShape, "The input shape must be (features), (length, features) or (channels, height, width)",
        "{0} has the input shape ({1}); expected (features), (length, features) for a sequence or (channels, height, width) "
        + "for an image, with each number at least 1 and at most 2,000,000,000 values in total");

    public static readonly DiagnosticDescriptor ModelFromTarget = Error(
        Ids.ModelFromTarget, "ModelFrom must name a valid model", "{0} cannot be based on {1}: {2}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        Ids.ReservedName, "Layer and model names must not conflict with generated code", "{0} cannot be {1}");

    public static readonly DiagnosticDescriptor LayersOnSeveralParts = Error(
        Ids.LayersOnSeveralParts, "All layers must be declared in one part of the class",
        "{0} is declared in a different part of {1} than {2}; declare all layers in one part, because their order is that of "
        + "the network");

    public static readonly DiagnosticDescriptor UnchainedConstructor = Error(
        Ids.UnchainedConstructor, "A model's own constructor must call the generated one",
        "This constructor of {0} does not call the generated one, which makes the layers and their memory; "
        + "write ': this(seed: 0)' or ': this(device, seed)' behind its parameters");

    public static readonly DiagnosticDescriptor NeedsImage = Error(
        Ids.NeedsImage, "Convolution and pooling need an image", "{0}: {1} needs an input of shape channels×height×width, but gets {2}");

    public static readonly DiagnosticDescriptor KernelTooLarge = Error(
        Ids.KernelTooLarge, "A kernel must not be larger than its padded input",
        "{0}: {1} has a kernel larger than its padded input of {2}");

    public static readonly DiagnosticDescriptor JoinedShapes = Error(
        Ids.JoinedShapes, "Layers that are added or concatenated must have matching shapes",
        "{0} cannot {1} {2}, because the shapes {3} and {4} differ{5}. {6}");

    public static readonly DiagnosticDescriptor UnknownLayer = Error(
        Ids.UnknownLayer, "From, Add and Concat must name an earlier layer", "{0}: {1} is not an earlier layer of this model{2}");

    public static readonly DiagnosticDescriptor LayerArgument = Error(
        Ids.LayerArgument, "A layer's arguments must be in range", "{0}: {1}, but {2} is {3}");

    // Only a suggestion: the paper's own LeNet-5 pools 11 rows by 2.
    public static readonly DiagnosticDescriptor PoolingDropsRows = Suggestion(
        Ids.PoolingDropsRows, "Pooling ignores the last rows and columns", "{0}: {1} ignores the last {2} of {3} rows and columns");

    public static readonly DiagnosticDescriptor OutputShape = Error(
        Ids.OutputShape, "The last layer must output one logit per class",
        "{0} is the last layer, but its output is {1}; the loss needs one logit per class and at least 2 classes, for a sample "
        + "or for each position of a sequence. End with [Linear(classes)] or [GlobalAvgPool2d]");

    public static readonly DiagnosticDescriptor UnusedLayer = Error(
        Ids.UnusedLayer, "Every layer must lead to the output",
        "No later layer reads {0}, so it would never receive a gradient; name it in a [From], [Add] or [Concat], or remove it");

    public static readonly DiagnosticDescriptor NotNormalized = Warning(
        Ids.NotNormalized, "A quantized layer should have batch normalisation",
        "{0} is quantized but has no [BatchNorm], without which low-bit weights train badly; add it after the weighted "
        + "operation");

    public static readonly DiagnosticDescriptor NeedsSequence = Error(
        Ids.NeedsSequence, "LSTM, GRU and 1-D convolution need a sequence", "{0}: {1} needs an input of shape length×features, but gets {2}");

    public static readonly DiagnosticDescriptor TokenInput = Error(
        Ids.TokenInput, "Token ids can only be read once, at the input of the model", "{0}: {1}");

    public static readonly DiagnosticDescriptor NumbersShape = Error(
        Ids.NumbersShape, "A loss of numbers needs a row of outputs",
        "{0} is the last layer, but its output is {1}; [{2}] compares a row of outputs with the labels, for a sample or for each "
        + "position of a sequence. End with [Linear(outputs)] or [GlobalAvgPool2d]");

    public static readonly DiagnosticDescriptor ClassWeights = Error(
        Ids.ClassWeights, "Each class needs one weight",
        "{0} has {1} class weights, but {2} outputs {3} classes; give one weight a class");

    public static readonly DiagnosticDescriptor BoundedLogits = Warning(
        Ids.BoundedLogits, "BceWithLogits needs logits of both signs", "{0} outputs the logits for [BceWithLogits], but ends with {1}; {2}");

    public static readonly DiagnosticDescriptor BitsOutOfRange = Error(
        Ids.BitsOutOfRange, "Bits must be 1 to 8",
        "{0}: Bits is {1}, but weights can have only 1 to 8 bits; for more, use [FullPrecision]");

    public static readonly DiagnosticDescriptor ImpossibleQuantizer = Error(
        Ids.ImpossibleQuantizer, "Grid and solver must match the number of bits", "{0}: {1}");

    public static readonly DiagnosticDescriptor WeightsAndFullPrecision = Error(
        Ids.WeightsAndFullPrecision, "Weights and FullPrecision are mutually exclusive",
        "{0} has both [Weights] and [FullPrecision]; remove one of them");

    public static readonly DiagnosticDescriptor NoQuantizer = Error(
        Ids.NoQuantizer, "Every layer needs a quantizer or full precision",
        "{0} has no quantizer for {1}; add [Weights(Bits = …)] or [FullPrecision] to the class or the layer");

    public static readonly DiagnosticDescriptor LossMissing = Error(
        Ids.LossMissing, "A model needs a loss", "{0} has no loss; add [CrossEntropy] or [SquaredHinge] for classes, "
        + "[BceWithLogits] for several labels at a time, or [Mse] or [Huber] for numbers");

    public static readonly DiagnosticDescriptor SeveralLosses = Error(
        Ids.SeveralLosses, "A model must have only one loss", "{0} has more than one loss; keep one of them");

    public static readonly DiagnosticDescriptor RecipeArgument = Error(
        Ids.RecipeArgument, "The recipe's arguments must be in range", "{0}: {1}, but {2} is {3}");

    public static readonly DiagnosticDescriptor NothingToBacktrack = Error(
        Ids.NothingToBacktrack, "Backtrack needs quantized weights",
        "{0} has [Backtrack], but no quantized layer; remove it or quantize a layer");

    public static readonly DiagnosticDescriptor SquaredHingeLogits = Warning(
        Ids.SquaredHingeLogits, "The squared hinge needs normalised logits of both signs",
        "{0} outputs the logits for [SquaredHinge], but {1}");

    public static readonly DiagnosticDescriptor NothingToMeasure = Error(
        Ids.NothingToMeasure, "ZigZag needs quantized weights", "{0} has [ZigZag], but no quantized layer; remove it or quantize a layer");

    public static readonly DiagnosticDescriptor SeveralSchedules = Error(
        Ids.SeveralSchedules, "A model must have only one schedule",
        "{0} has both [{1}] and [{2}]; keep one of them, which [Warmup] may precede");

    public static readonly DiagnosticDescriptor WarmupOfOneCycle = Error(
        Ids.WarmupOfOneCycle, "One cycle begins with a warm-up of its own",
        "{0} has [Warmup] besides [OneCycle], which begins with a warm-up of its own; remove [Warmup], and set PctStart and DivFactor of "
        + "[OneCycle]");

    public static readonly DiagnosticDescriptor SeveralOptimizers = Error(
        Ids.SeveralOptimizers, "A model must have only one optimizer", "{0} has both [Adam] and [AdamW]; keep one of them");

    public static readonly DiagnosticDescriptor FrozenLayer = Error(
        Ids.FrozenLayer, "Frozen must name layers of the model", "{0}: {1}");

    public static readonly DiagnosticDescriptor NothingToTrain = Error(
        Ids.NothingToTrain, "A model must have a layer to train",
        "All layers of {0} are frozen, so that training would change nothing; leave out at least one");

    public static readonly DiagnosticDescriptor FrozenQuantizers = Error(
        Ids.FrozenQuantizers, "Backtrack and ZigZag need quantized weights that are trained",
        "{0} has [{1}], but all its quantized layers are frozen; remove it or train one of them");

    public static readonly DiagnosticDescriptor UnknownPrecision = Error(
        Ids.UnknownPrecision, "Precision must name a precision",
        "{0}: (Precision){1} is not a defined value; say Float32, TensorFloat32 or BFloat16, or remove [Precision]");

    public static readonly DiagnosticDescriptor PrecisionOfNothing = Warning(
        Ids.PrecisionOfNothing, "Precision needs products that tensor cores make",
        "{0} has [Precision], but tensor cores make none of its products, so it changes nothing; remove it");

    public static readonly DiagnosticDescriptor WeightBudget = Error(
        Ids.WeightBudget, "The packed model must fit its budget",
        "{0} takes {1} bytes when packed, {2} more than its budget of {3}; largest layers: {4}");

    public static readonly DiagnosticDescriptor ActivationBudget = Error(
        Ids.ActivationBudget, "The activations must fit the budget",
        "{0} needs up to {1} bytes of activations for one sample, {2} more than its budget of {3}; largest layers: {4}");

    public static readonly DiagnosticDescriptor BudgetArgument = Error(
        Ids.BudgetArgument, "A budget must set a limit", "{0}: {1}");

    public static readonly DiagnosticDescriptor OnlyPredicts = Error(
        Ids.OnlyPredicts, "A model is made where it can be trained",
        "{0} cannot be made here, because this project references QuantDsl.Runtime alone, which predicts; load an exported file with "
        + "{0}.Packed.Load, or reference QuantDsl to train");

    /// <summary>All descriptors by ID.</summary>
    public static ImmutableDictionary<string, DiagnosticDescriptor> ById { get; } = new[]
    {
        NotPartial, UnsupportedType, NotALayerProperty, NoLayers, NoWeightedOperation, SeveralWeightedOperations, InputShape,
        ModelFromTarget, ReservedName, LayersOnSeveralParts, UnchainedConstructor,
        NeedsImage, KernelTooLarge, JoinedShapes, UnknownLayer, LayerArgument, PoolingDropsRows, OutputShape, UnusedLayer, NotNormalized,
        NeedsSequence, TokenInput, NumbersShape, ClassWeights, BoundedLogits,
        BitsOutOfRange, ImpossibleQuantizer, WeightsAndFullPrecision, NoQuantizer,
        LossMissing, SeveralLosses, RecipeArgument, NothingToBacktrack, SquaredHingeLogits, NothingToMeasure,
        SeveralSchedules, WarmupOfOneCycle, SeveralOptimizers,
        FrozenLayer, NothingToTrain, FrozenQuantizers, UnknownPrecision, PrecisionOfNothing,
        WeightBudget, ActivationBudget, BudgetArgument, OnlyPredicts,
    }.ToImmutableDictionary(descriptor => descriptor.Id);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Error, isEnabledByDefault: true, new HelpText(id));

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Warning, isEnabledByDefault: true, new HelpText(id));

    private static DiagnosticDescriptor Suggestion(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Info, isEnabledByDefault: true, new HelpText(id));
}
