using System.Reflection;
using Experiments.Running;
using Experiments.Runs;
using QuantDsl;

namespace Experiments;

/// <summary>One model class.</summary>
/// <param name="Info">What is known of it at compile time.</param>
/// <param name="Backtrack">How it is declared to backtrack, here or in the class that it is made from; null: it is not.</param>
/// <param name="MeasuresZigZag">Whether it measures zig-zag.</param>
/// <param name="Train">Trains it.</param>
internal sealed record Variant(ModelInfo Info, BacktrackAttribute? Backtrack, bool MeasuresZigZag, Func<Job, JobContext, RunSummary?> Train)
{
    /// <summary>Whether it forgets the trial's moments.</summary>
    public bool Discards => Backtrack is { DiscardTrialMoments: true };

    /// <summary>That of a class.</summary>
    public static Variant Of<TModel>()
        where TModel : IQuantModel<TModel> => new(
            TModel.Info,
            Declared<BacktrackAttribute>(typeof(TModel)),
            Declared<ZigZagAttribute>(typeof(TModel)) is not null,
            Training.Run<TModel>);

    /// <summary>Whether it trains as the settings say. The period is no matter of the class.</summary>
    public bool Trains(RunSettings settings) => Info.Bits == settings.Bits && settings.Method switch
    {
        Method.Adam => Info.Method == "adam",
        Method.Laq => Info.Method != "adam" && !Discards,
        Method.Blaq => Backtrack is { } declared && !Discards && declared.Blend == settings.Blend,
        Method.Discard => Backtrack is { } declared && Discards && declared.Blend == settings.Blend,
        _ => false,
    };

    /// <summary>The attribute of the class or of the one that it is made from; none means anything in full precision.</summary>
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
