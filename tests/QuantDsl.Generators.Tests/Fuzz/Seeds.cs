using QuantDsl.Generators.Tests.Fuzz.Cases;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>The case of a seed.</summary>
internal static class Seeds
{
    /// <summary>A random declaration; half of them with one to three changes that mostly make them wrong.</summary>
    public static FuzzCase Declaration(int seed)
    {
        var random = new Random(seed);
        DeclarationCase file = Networks.Declaration(random);
        int changes = random.Chance(0.4) ? 0 : random.Next(1, 4);
        for (int change = 0; change < changes; change++)
            file = Damage.One(random, file);
        return file;
    }

    /// <summary>A valid source after a few random edits.</summary>
    public static FuzzCase Edit(int seed) => SourceEdits.Case(new Random(seed));
}
