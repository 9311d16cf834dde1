using Experiments.Data;

namespace Experiments;

/// <summary>An architecture with its training recipe.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Data">The data it is trained on.</param>
/// <param name="Variants">Its classes, one per quantizer, blend and so on.</param>
internal sealed record Network(string Name, DataSource Data, Variant[] Variants)
{
    /// <summary>Period and blend of the recipe, which are those of the first class.</summary>
    public (int Period, double Blend) Declared => Variants[0].Backtrack is { } declared
        ? (declared.Period, declared.Blend)
        : throw new InvalidOperationException($"The first class of {Name} declares no [Backtrack].");
}
