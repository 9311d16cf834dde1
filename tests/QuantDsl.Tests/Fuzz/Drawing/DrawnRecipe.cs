using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// How a random network trains. There are a few recipes, so that the update of an interpreted network is compiled once for each. All have
/// a large ε: see <see cref="Engine.StepCases"/>.
/// </summary>
/// <param name="Attributes">As the declaration writes it, without backtracking.</param>
/// <param name="Backtrack">The attribute of backtracking; empty: none.</param>
/// <param name="LearningRate">η.</param>
/// <param name="Adam">The reference's constants.</param>
/// <param name="Blend">a.</param>
/// <param name="CarriesTrialMoments">Whether backtracking keeps a share of the trial's moments.</param>
/// <param name="Type">Its constants.</param>
/// <param name="Update">The update of an interpreted network.</param>
/// <param name="Step">The numbers of a step, from its own number, η and a blend that overrides the recipe's.</param>
internal sealed record DrawnRecipe(
    string Attributes,
    string Backtrack,
    double LearningRate,
    AdamOptions Adam,
    double Blend,
    bool CarriesTrialMoments,
    Type Type,
    Func<ParameterStore, UpdateSizes, IUpdateEngine> Update,
    Func<long, float, double?, AdamStep> Step)
{
    private static readonly DrawnRecipe[] All =
    [
        Of<Plain>("Adam(LearningRate = 0.01, Epsilon = 1e-3)", "", 0.01),
        Of<Blended>("Adam(LearningRate = 0.02, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-2)", "Backtrack(Blend = 0.9)", 0.02),
        Of<Clipped>("Adam(LearningRate = 0.01, Epsilon = 1e-3), GradientClip(0.02)", "", 0.01),
        Of<Discarding>(
            "Adam(LearningRate = 0.03, Beta1 = 0.5, Epsilon = 1e-2), GradientClip(0.1)",
            "Backtrack(Blend = 0.25, DiscardTrialMoments = true)", 0.03),
    ];

    /// <summary>A network in full precision has nothing to backtrack, so only some of the recipes.</summary>
    public static DrawnRecipe Draw(Random random, bool isQuantized)
    {
        DrawnRecipe[] possible = [.. All.Where(recipe => isQuantized || recipe.Backtrack.Length == 0)];
        return possible[random.Next(possible.Length)];
    }

    private static DrawnRecipe Of<TRecipe>(string attributes, string backtrack, double learningRate)
        where TRecipe : struct, IUpdateRecipe => new(
            attributes,
            backtrack,
            learningRate,
            new AdamOptions(TRecipe.Beta1, TRecipe.Beta2, TRecipe.Epsilon, TRecipe.GradientClip, TRecipe.WeightDecay),
            TRecipe.Blend,
            TRecipe.CarriesTrialMoments,
            typeof(TRecipe),
            (store, sizes) => new InterpretedUpdate<TRecipe>(store, sizes),
            AdamStep.Of<TRecipe>);

    private readonly struct Plain : IUpdateRecipe
    {
        public static double Beta1 => 0.9;
        public static double Beta2 => 0.999;
        public static float Epsilon => 1e-3f;
        public static double Blend => 0.6;
        public static bool CarriesTrialMoments => true;
        public static double WeightDecay => 0;
        public static float GradientClip => float.PositiveInfinity;
    }

    private readonly struct Blended : IUpdateRecipe
    {
        public static double Beta1 => 0.8;
        public static double Beta2 => 0.95;
        public static float Epsilon => 1e-2f;
        public static double Blend => 0.9;
        public static bool CarriesTrialMoments => true;
        public static double WeightDecay => 0;
        public static float GradientClip => float.PositiveInfinity;
    }

    private readonly struct Clipped : IUpdateRecipe
    {
        public static double Beta1 => 0.9;
        public static double Beta2 => 0.999;
        public static float Epsilon => 1e-3f;
        public static double Blend => 0.6;
        public static bool CarriesTrialMoments => true;
        public static double WeightDecay => 0;
        public static float GradientClip => 0.02f;
    }

    private readonly struct Discarding : IUpdateRecipe
    {
        public static double Beta1 => 0.5;
        public static double Beta2 => 0.999;
        public static float Epsilon => 1e-2f;
        public static double Blend => 0.25;
        public static bool CarriesTrialMoments => false;
        public static double WeightDecay => 0;
        public static float GradientClip => 0.1f;
    }
}
