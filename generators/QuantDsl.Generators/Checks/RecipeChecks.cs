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
        foreach (Finding finding in ScheduleFindings(model))
            yield return finding;
        if (model.Precision is { } precision && !Enum.IsDefined(typeof(PrecisionKind), precision.Kind))
            yield return Finding.Of(Ids.UnknownPrecision, precision.Anchor, type, (int)precision.Kind);
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
        if (adam.WeightDecay < 0 || !(adam.LearningRate * adam.WeightDecay < 1))
        {
            const string rule =
                "weights must shrink by less than themselves in a step: the decay is at least 0, and below 1 times the learning rate";
            yield return (adam.Anchor, new("WeightDecay", adam.WeightDecay, rule, ""));
        }
        foreach (ScheduleDeclaration schedule in model.Schedules)
        {
            foreach (ArgumentProblem problem in schedule.Problems)
                yield return (schedule.Anchor, problem);
        }
        if (model.Schedules.OfType<WarmupDeclaration>().FirstOrDefault() is { } warmup
            && model.Schedules.OfType<CosineDeclaration>().FirstOrDefault() is { Length: > 0 } cosine && cosine.Length <= warmup.Length)
        {
            string rule = $"the cosine must end after the warm-up, which takes {warmup.Length}";
            yield return (cosine.Anchor, new("Epochs", cosine.Length, rule, "0"));
        }
    }

    /// <summary>A model has one schedule, which a warm-up may precede.</summary>
    private static IEnumerable<Finding> ScheduleFindings(ModelDeclaration model)
    {
        ScheduleDeclaration[] curves = [.. model.Schedules.Where(schedule => schedule is not WarmupDeclaration)];
        foreach (ScheduleDeclaration other in curves.Skip(1))
            yield return Finding.Of(Ids.SeveralSchedules, other.Anchor, model.Type.Name, curves[0].Name, other.Name);
        if (curves.FirstOrDefault() is OneCycleDeclaration && model.Schedules.OfType<WarmupDeclaration>().FirstOrDefault() is { } warmup)
            yield return Finding.Of(Ids.WarmupOfOneCycle, warmup.Anchor, model.Type.Name);
        if (model.SecondOptimizer is { } optimizer)
            yield return Finding.Of(Ids.SeveralOptimizers, optimizer, model.Type.Name);
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
