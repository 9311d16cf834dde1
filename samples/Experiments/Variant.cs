using System.Reflection;
using Experiments.Running;
using Experiments.Runs;
using QuantDsl;

namespace Experiments;

/// <summary>One model class.</summary>
/// <param name="Info">What is known about it at compile time.</param>
/// <param name="Backtrack">Its <c>[Backtrack]</c> attribute, or that of the class it is made from; null if there is none.</param>
/// <param name="MeasuresZigZag">Whether it measures zig-zag.</param>
/// <param name="Train">Trains it.</param>
internal sealed record Variant(ModelInfo Info, BacktrackAttribute? Backtrack, bool MeasuresZigZag, Func<Job, JobContext, RunSummary?> Train)
{
    /// <summary>Whether it discards the trial's moments.</summary>
    public bool Discards => Backtrack is { DiscardTrialMoments: true };

    /// <summary>Describes a model class.</summary>
    public static Variant Of<TModel>()
        where TModel : IQuantModel<TModel> => new(
            TModel.Info,
            Declared<BacktrackAttribute>(typeof(TModel)),
            Declared<ZigZagAttribute>(typeof(TModel)) is not null,
            Training.Run<TModel>);

    /// <summary>Returns true if it trains with the given settings, whose period and blend are options of <c>Fit</c>.</summary>
    public bool Trains(RunSettings settings) => Info.Bits == settings.Bits && settings.Method switch
    {
        Method.Adam => Info.Method == "adam",
        Method.Laq => Info.Method != "adam" && !Discards,
        Method.Blaq => Backtrack is not null && !Discards,
        Method.Discard => Discards,
        _ => false,
    };

    /// <summary>
    /// The attribute of the class or of the class it is made from; null in full precision, where these attributes do not apply.
    /// </summary>
    private static TAttribute? Declared<TAttribute>(Type? model)
        where TAttribute : Attribute
    {
        for (; model is not null; model = model.GetCustomAttribute<ModelFromAttribute>()?.Model)
        {
            if (model.GetCustomAttribute<FullPrecisionAttribute>() is not null)
                return null;
            if (model.GetCustomAttribute<TAttribute>() is { } declared)
                return declared;
        }

        return null;
    }
}
