using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Fuzz.Checking;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>Makes a failing case as small as it goes while it breaks the same rule.</summary>
internal static class Shrinker
{
    private const int MostTries = 3000;

    public static FuzzCase Shrink(FuzzCase failing, string rule, CaseChecker checker)
    {
        int tries = 0;
        FuzzCase smallest = failing;
        while (smallest.Smaller()
            .TakeWhile(_ => tries++ < MostTries)
            .FirstOrDefault(smaller => checker.Check(smaller).Violation?.Rule == rule) is { } next)
        {
            smallest = next;
        }
        return smallest;
    }
}
