using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on loss, optimizer and schedule.</summary>
internal static class RecipeChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.Losses.Count == 0)
            yield return Finding.Of(Descriptors.LossMissing, Place.Class, type);
        if (model.Losses.Count > 1)
            yield return Finding.Of(Descriptors.SeveralLosses, model.Losses[1].Place, type);
        foreach ((Place place, string rule, string name, object value) in Arguments(model))
            yield return Finding.Of(Descriptors.RecipeArgument, place, type, rule, name, value);
    }

    private static IEnumerable<(Place Place, string Rule, string Name, object Value)> Arguments(ModelDeclaration model)
    {
        if (model.Batch < 1)
            yield return (Place.Class, "a minibatch has at least 1 sample", "Batch", model.Batch);
        if (model.Epochs < 1)
            yield return (Place.Class, "training takes at least 1 epoch", "Epochs", model.Epochs);
        if (model.Backtrack is { } backtrack)
        {
            if (!(backtrack.Blend is > 0 and < 1))
                yield return (backtrack.Place, "the blend a is above 0 and below 1", "Blend", backtrack.Blend);
            if (backtrack.Period < 1)
                yield return (backtrack.Place, "the period is at least 1 epoch", "Period", backtrack.Period);
        }
        AdamDeclaration adam = model.Adam;
        if (!(adam.LearningRate > 0 && adam.LearningRate <= float.MaxValue))
            yield return (adam.Place, "the learning rate is above 0", "LearningRate", adam.LearningRate);
        if (!(adam.Beta1 is >= 0 and < 1))
            yield return (adam.Place, "β₁ is at least 0 and below 1", "Beta1", adam.Beta1);
        if (!(adam.Beta2 is >= 0 and < 1))
            yield return (adam.Place, "β₂ is at least 0 and below 1", "Beta2", adam.Beta2);
        if (!(adam.Epsilon > 0))
            yield return (adam.Place, "ε is above 0", "Epsilon", adam.Epsilon);
        if (model.StepDecay is { } decay)
        {
            if (decay.Every < 1)
                yield return (decay.Place, "the rate decays after at least 1 epoch", "Every", decay.Every);
            if (!(decay.Factor is > 0 and <= 1))
                yield return (decay.Place, "the factor is above 0 and at most 1", "Factor", decay.Factor);
        }
    }
}
