using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>Everything the user wrote about one model, without symbols. The shape of the rest of the compiler's cache.</summary>
/// <param name="Type">The class.</param>
/// <param name="MadeFrom">The model that <c>[ModelFrom]</c> names; null for <c>[QuantModel]</c>, whose layer properties the user
/// declares.</param>
/// <param name="Anchor">The attribute that makes it a model.</param>
/// <param name="InputShape">Without the batch axis.</param>
/// <param name="OneHot">The class's <c>[OneHot]</c>, if any.</param>
/// <param name="Batch">Training minibatch.</param>
/// <param name="Epochs">Default number of epochs.</param>
/// <param name="Quantizer">The class's <c>[Weights]</c>, if any.</param>
/// <param name="FullPrecision">Whether the class has <c>[FullPrecision]</c>.</param>
/// <param name="Backtrack">The class's <c>[Backtrack]</c>, if any.</param>
/// <param name="Adam"><c>[Adam]</c> or its defaults.</param>
/// <param name="Schedules">What changes the learning rate: a warm-up and another schedule at most, if it is right.</param>
/// <param name="ZigZag">The class's <c>[ZigZag]</c>, if any.</param>
/// <param name="GradientClip">The class's <c>[GradientClip]</c>, if any.</param>
/// <param name="Budget">The class's <c>[Budget]</c>, if any; never another model's.</param>
/// <param name="Losses">The losses given; exactly one is right.</param>
/// <param name="Layers">The layer properties in declaration order.</param>
/// <param name="FullPrecisionThere">Layers that the other model keeps in full precision; none for <c>[QuantModel]</c>.</param>
/// <param name="Stubs">What implements the partial properties that are no layers, so that C# adds no errors of its own to theirs.</param>
/// <param name="Findings">What parsing alone found wrong.</param>
internal sealed record ModelDeclaration(
    TypeIdentity Type,
    string? MadeFrom,
    Anchor Anchor,
    EquatableArray<int> InputShape,
    OperationUse? OneHot,
    int Batch,
    int Epochs,
    QuantizerDeclaration? Quantizer,
    bool FullPrecision,
    BacktrackDeclaration? Backtrack,
    AdamDeclaration Adam,
    EquatableArray<ScheduleDeclaration> Schedules,
    ZigZagDeclaration? ZigZag,
    GradientClipDeclaration? GradientClip,
    BudgetDeclaration? Budget,
    EquatableArray<LossDeclaration> Losses,
    EquatableArray<LayerDeclaration> Layers,
    EquatableArray<string> FullPrecisionThere,
    EquatableArray<string> Stubs,
    EquatableArray<Finding> Findings)
{
    /// <summary>Members of generated code that the user has declared: names, and methods with the types of their parameters.</summary>
    public EquatableArray<string> Taken { get; init; } = [];

    /// <summary>The class's <c>[Frozen]</c>, if any.</summary>
    public FrozenDeclaration? Frozen { get; init; }

    /// <summary>The class's <c>[Precision]</c>, if any.</summary>
    public PrecisionDeclaration? Precision { get; init; }

    /// <summary>The second of <c>[Adam]</c> and <c>[AdamW]</c>, if the class has both.</summary>
    public Anchor? SecondOptimizer { get; init; }

    /// <summary>The first layer's <c>[Embedding]</c>, which reads token ids, if it begins with one.</summary>
    public Embedding? Embedding => Layers.FirstOrDefault()?.Operations.FirstOrDefault()?.Operation as Embedding;

    /// <summary>Whether training leaves a layer as it is. The class's list replaces that of the model that it is made from.</summary>
    public bool IsFrozen(LayerDeclaration layer) => (Frozen?.Layers ?? []).Contains(layer.Name)
        || (layer.Frozen is not null && (Frozen is null || MadeFrom is null));

    /// <summary>Whether training changes quantized weights.</summary>
    public bool TrainsQuantized => Layers.Any(layer => QuantizerOf(layer) is not null && !IsFrozen(layer));

    /// <summary>The quantizer of a layer; null in full precision.</summary>
    public QuantizerDeclaration? QuantizerOf(LayerDeclaration layer)
    {
        if (layer.FullPrecision)
            return null;
        return layer.Quantizer ?? (FullPrecision ? null : Quantizer);
    }
}
