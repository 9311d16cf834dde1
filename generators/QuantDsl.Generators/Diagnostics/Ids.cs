namespace QuantDsl.Generators.Diagnostics;

/// <summary>
/// IDs of the language's diagnostics, by which findings name them: 01xx the declaration, 02xx shapes and the graph, 03xx quantizers, 04xx
/// the training recipe, 05xx budgets, 06xx use where
/// only the runtime is referenced. An ID is never given a second meaning.
/// </summary>
internal static class Ids
{
    public const string NotPartial = "QDSL0101";
    public const string UnsupportedType = "QDSL0102";
    public const string NotALayerProperty = "QDSL0103";
    public const string NoLayers = "QDSL0104";
    public const string NoWeightedOperation = "QDSL0105";
    public const string SeveralWeightedOperations = "QDSL0106";
    public const string InputShape = "QDSL0107";
    public const string ModelFromTarget = "QDSL0108";
    public const string ReservedName = "QDSL0109";
    public const string LayersOnSeveralParts = "QDSL0110";
    public const string UnchainedConstructor = "QDSL0111";

    public const string NeedsImage = "QDSL0201";
    public const string KernelTooLarge = "QDSL0202";
    public const string JoinedShapes = "QDSL0203";
    public const string UnknownLayer = "QDSL0204";
    public const string LayerArgument = "QDSL0205";
    public const string PoolingDropsRows = "QDSL0206";
    public const string OutputShape = "QDSL0207";
    public const string UnusedLayer = "QDSL0208";
    public const string NotNormalized = "QDSL0209";
    public const string NeedsSequence = "QDSL0210";
    public const string TokenInput = "QDSL0211";

    public const string NumbersShape = "QDSL0221";
    public const string ClassWeights = "QDSL0222";
    public const string BoundedLogits = "QDSL0223";

    public const string BitsOutOfRange = "QDSL0301";
    public const string ImpossibleQuantizer = "QDSL0302";
    public const string WeightsAndFullPrecision = "QDSL0303";
    public const string NoQuantizer = "QDSL0304";

    public const string LossMissing = "QDSL0401";
    public const string SeveralLosses = "QDSL0402";
    public const string RecipeArgument = "QDSL0403";
    public const string NothingToBacktrack = "QDSL0404";
    public const string SquaredHingeLogits = "QDSL0405";
    public const string NothingToMeasure = "QDSL0406";
    public const string SeveralSchedules = "QDSL0411";
    public const string WarmupOfOneCycle = "QDSL0412";
    public const string SeveralOptimizers = "QDSL0413";

    public const string FrozenLayer = "QDSL0421";
    public const string NothingToTrain = "QDSL0422";
    public const string FrozenQuantizers = "QDSL0423";

    public const string UnknownPrecision = "QDSL0431";
    public const string PrecisionOfNothing = "QDSL0432";

    public const string WeightBudget = "QDSL0501";
    public const string ActivationBudget = "QDSL0502";
    public const string BudgetArgument = "QDSL0503";

    public const string OnlyPredicts = "QDSL0601";
}
