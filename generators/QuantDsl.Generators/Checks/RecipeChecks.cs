using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on loss, optimizer and schedule.</summary>
internal static class RecipeChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        string type = model.Type.Name;
        if (model.Losses.Count == 0)
            yield return Finding.Of(Ids.LossMissing, Anchor.Class, type);
        if (model.Losses.Count > 1)
            yield return Finding.Of(Ids.SeveralLosses, model.Losses[1].Anchor, type);
        foreach ((Anchor attribute, ArgumentProblem problem) in Arguments(model))
            yield return problem.Of(Ids.RecipeArgument, attribute, type);
    }

    private static IEnumerable<(Anchor Attribute, ArgumentProblem Problem)> Arguments(ModelDeclaration model)
    {
        if (model.Batch < 1)
            yield return (model.Anchor, new("Batch", model.Batch, "a minibatch must have at least 1 sample", ""));
        if (model.Epochs < 1)
            yield return (model.Anchor, new("Epochs", model.Epochs, "training must take at least 1 epoch", ""));
        if (model.Backtrack is { } backtrack)
        {
            if (!((float)backtrack.Blend is > 0 and < 1))
                yield return (backtrack.Anchor, new("Blend", backtrack.Blend, "the blend must be above 0 and below 1 as a float32", ""));
            if (backtrack.Period < 1)
                yield return (backtrack.Anchor, new("Period", backtrack.Period, "the period must be at least 1 epoch", "1"));
        }
        foreach (LossDeclaration loss in model.Losses)
        {
            foreach (ArgumentProblem problem in Arguments(loss))
                yield return (loss.Anchor, problem);
        }
        AdamDeclaration adam = model.Adam;
        if (!ArgumentProblem.IsPositiveSingle(adam.LearningRate))
            yield return (adam.Anchor, new("LearningRate", adam.LearningRate, "the learning rate must be a positive float32", ""));
        if (!ArgumentProblem.IsSingleBelow1(adam.Beta1))
            yield return (adam.Anchor, new("Beta1", adam.Beta1, "β₁ must be at least 0 and below 1 as a float32", ""));
        if (!ArgumentProblem.IsSingleBelow1(adam.Beta2))
            yield return (adam.Anchor, new("Beta2", adam.Beta2, "β₂ must be at least 0 and below 1 as a float32", ""));
        if (!ArgumentProblem.IsPositiveSingle(adam.Epsilon))
            yield return (adam.Anchor, new("Epsilon", adam.Epsilon, "ε must be a positive float32", ""));
        if (model.GradientClip is { } clip && !ArgumentProblem.IsPositiveSingle(clip.Bound))
            yield return (clip.Anchor, new("bound", clip.Bound, "the bound of gradients must be a positive float32"));
        if (model.StepDecay is { } decay)
        {
            if (decay.Every < 1)
                yield return (decay.Anchor, new("Every", decay.Every, "there must be at least 1 epoch between two decays", "1"));
            if (!(decay.Factor is > 0 and <= 1))
                yield return (decay.Anchor, new("Factor", decay.Factor, "the factor must be above 0 and at most 1", ""));
            if (decay.After < 0)
            {
                yield return (
                    decay.Anchor, new("After", decay.After, "the number of epochs before the first decay must be at least 0", "0"));
            }
            if (decay.Times < 0)
                yield return (decay.Anchor, new("Times", decay.Times, "the number of decays must be at least 0", "0"));
        }
    }

    private static IEnumerable<ArgumentProblem> Arguments(LossDeclaration loss)
    {
        if (!ArgumentProblem.IsPositiveSingle(loss.Delta))
            yield return new("Delta", loss.Delta, "the error from which on Huber's loss is linear must be a positive float32", "");
        if (!ArgumentProblem.IsSingleBelow1(loss.LabelSmoothing))
            yield return new("LabelSmoothing", loss.LabelSmoothing, "the part of a label that all classes share must be at least 0 and below 1", "");
        foreach (double weight in loss.Weight ?? [])
        {
            if (ArgumentProblem.IsPositiveSingle(weight))
                continue;
            yield return new("Weight", weight, "the weight of a class must be a positive float32");
            yield break; // one is enough to say
        }
    }
}
