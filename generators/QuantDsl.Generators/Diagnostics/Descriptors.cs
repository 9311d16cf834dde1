using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>Every diagnostic of the language as the compiler shows it.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        Ids.NotPartial, "A model class must be partial", "{0} must be declared partial, because its training loop is generated into it");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        Ids.UnsupportedType, "A model must be a plain class", "{0} is {1}; a model must be a class that is neither generic, abstract, static nor local to its file, has no primary constructor, and is nested in partial types only");

    public static readonly DiagnosticDescriptor NotALayerProperty = Error(
        Ids.NotALayerProperty, "A layer must be a partial property of type Layer", "{0} must be declared as 'public partial Layer {0} {{ get; }}'");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        Ids.NoLayers, "A model needs layers", "{0} has no layers; declare at least one, such as '[Linear(10)] public partial Layer Out {{ get; }}'");

    public static readonly DiagnosticDescriptor NoWeightedOperation = Error(
        Ids.NoWeightedOperation, "A stage must begin with a weighted operation", "{0} must begin with its weighted operation, {1}{2}");

    public static readonly DiagnosticDescriptor SeveralWeightedOperations = Error(
        Ids.SeveralWeightedOperations, "A stage has one weighted operation", "{0} has {1} weighted operations ({2}); give each a property of its own");

    public static readonly DiagnosticDescriptor InputShape = Error(
        Ids.InputShape, "The input shape must be (features), (length, features) or (channels, height, width)", "{0} has the input shape ({1}); expected (features), (length, features) of a sequence or (channels, height, width) of an image, each at least 1 and at most 2,000,000,000 values in all");

    public static readonly DiagnosticDescriptor ModelFromTarget = Error(
        Ids.ModelFromTarget, "ModelFrom needs a valid model", "{0} cannot be made from {1}: {2}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        Ids.ReservedName, "Names of layers and models must be free", "{0} cannot be {1}");

    public static readonly DiagnosticDescriptor LayersOnSeveralParts = Error(
        Ids.LayersOnSeveralParts, "The layers stand in one part of the class", "{0} is declared in another part of {1} than {2}; keep the layers in one part, because their order is the network's");

    public static readonly DiagnosticDescriptor NeedsImage = Error(
        Ids.NeedsImage, "Convolution and pooling need an image", "{0}: {1} needs an input of channels×height×width, but gets {2}");

    public static readonly DiagnosticDescriptor KernelTooLarge = Error(
        Ids.KernelTooLarge, "The kernel must fit its padded input", "{0}: {1} has a kernel larger than its padded input of {2}");

    public static readonly DiagnosticDescriptor AddShapes = Error(
        Ids.AddShapes, "Added stages must have equal shapes", "{0} cannot add {1}: {2} + {3}. {4}");

    public static readonly DiagnosticDescriptor UnknownStage = Error(
        Ids.UnknownStage, "From and Add name an earlier stage", "{0}: {1} is not an earlier stage of this model{2}");

    public static readonly DiagnosticDescriptor LayerArgument = Error(
        Ids.LayerArgument, "A layer's arguments must be in range", "{0}: {1}, but {2} is {3}");

    // Only a suggestion: the paper's own LeNet-5 pools 11 rows by 2.
    public static readonly DiagnosticDescriptor PoolingDropsRows = Suggestion(
        Ids.PoolingDropsRows, "Pooling leaves out rows", "{0}: {1} leaves out the last {2} of {3} rows and columns");

    public static readonly DiagnosticDescriptor OutputShape = Error(
        Ids.OutputShape, "The last stage gives one logit a class", "{0} is the last stage and gives {1}; the loss needs a flat output of at least 2 classes, or a sequence of such. End with [Linear(classes)] or [GlobalAvgPool2d]");

    public static readonly DiagnosticDescriptor UnusedStage = Error(
        Ids.UnusedStage, "Every stage leads to the output", "{0} is read by no later stage, so it could not learn; name it in a [From] or [Add], or remove it");

    public static readonly DiagnosticDescriptor NotNormalized = Warning(
        Ids.NotNormalized, "A quantized layer needs batch normalisation", "{0} is quantized but has no [BatchNorm], without which low-bit weights train badly; add it behind the weighted operation");

    public static readonly DiagnosticDescriptor NeedsSequence = Error(
        Ids.NeedsSequence, "An LSTM needs a sequence", "{0}: {1} needs an input of length×features, but gets {2}");

    public static readonly DiagnosticDescriptor TokenInput = Error(
        Ids.TokenInput, "Token ids are read once, where the model begins", "{0}: {1}");

    public static readonly DiagnosticDescriptor BitsOutOfRange = Error(
        Ids.BitsOutOfRange, "Bits must be 1 to 8", "{0}: Bits is {1}; weights have 1 to 8 bits. For more use [FullPrecision]");

    public static readonly DiagnosticDescriptor ImpossibleQuantizer = Error(
        Ids.ImpossibleQuantizer, "Grid and solver must fit the bits", "{0}: {1}");

    public static readonly DiagnosticDescriptor WeightsAndFullPrecision = Error(
        Ids.WeightsAndFullPrecision, "Weights and FullPrecision exclude each other", "{0} has both [Weights] and [FullPrecision]; remove one");

    public static readonly DiagnosticDescriptor NoQuantizer = Error(
        Ids.NoQuantizer, "A model needs a quantizer", "{0} has no quantizer for {1}; add [Weights(Bits = …)] or [FullPrecision] to the class or the layer");

    public static readonly DiagnosticDescriptor LossMissing = Error(
        Ids.LossMissing, "A model needs a loss", "{0} has no loss; add [SquaredHinge] or [CrossEntropy]");

    public static readonly DiagnosticDescriptor SeveralLosses = Error(
        Ids.SeveralLosses, "A model has one loss", "{0} has more than one loss; keep [SquaredHinge] or [CrossEntropy]");

    public static readonly DiagnosticDescriptor RecipeArgument = Error(
        Ids.RecipeArgument, "The recipe's arguments must be in range", "{0}: {1}, but {2} is {3}");

    public static readonly DiagnosticDescriptor NothingToBacktrack = Error(
        Ids.NothingToBacktrack, "Backtrack needs quantized weights", "{0} has [Backtrack], but nothing is quantized; remove it or quantize a layer");

    public static readonly DiagnosticDescriptor SquaredHingeLogits = Warning(
        Ids.SquaredHingeLogits, "The squared hinge needs normalised logits of both signs", "{0} gives the logits of [SquaredHinge] but {1}");

    public static readonly DiagnosticDescriptor NothingToMeasure = Error(
        Ids.NothingToMeasure, "ZigZag needs quantized weights", "{0} has [ZigZag], but nothing is quantized; remove it or quantize a layer");

    public static readonly DiagnosticDescriptor WeightBudget = Error(
        Ids.WeightBudget, "The packed model must fit its budget", "{0} packs into {1} bytes, {2} more than its budget of {3}. Costliest: {4}");

    public static readonly DiagnosticDescriptor ActivationBudget = Error(
        Ids.ActivationBudget, "The activations must fit the budget", "{0} holds up to {1} bytes of activations for one sample, {2} more than its budget of {3}. Costliest: {4}");

    public static readonly DiagnosticDescriptor BudgetArgument = Error(
        Ids.BudgetArgument, "A budget must limit something", "{0}: {1}");

    /// <summary>All descriptors by ID.</summary>
    public static ImmutableDictionary<string, DiagnosticDescriptor> ById { get; } = new[]
    {
        NotPartial, UnsupportedType, NotALayerProperty, NoLayers, NoWeightedOperation, SeveralWeightedOperations, InputShape, ModelFromTarget, ReservedName,
        LayersOnSeveralParts,
        NeedsImage, KernelTooLarge, AddShapes, UnknownStage, LayerArgument, PoolingDropsRows, OutputShape, UnusedStage, NotNormalized,
        NeedsSequence, TokenInput,
        BitsOutOfRange, ImpossibleQuantizer, WeightsAndFullPrecision, NoQuantizer,
        LossMissing, SeveralLosses, RecipeArgument, NothingToBacktrack, SquaredHingeLogits, NothingToMeasure,
        WeightBudget, ActivationBudget, BudgetArgument,
    }.ToImmutableDictionary(descriptor => descriptor.Id);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static DiagnosticDescriptor Suggestion(string id, string title, string message) =>
        new(id, title, message, "QuantDsl", DiagnosticSeverity.Info, isEnabledByDefault: true);
}
