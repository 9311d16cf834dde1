using System.Globalization;

namespace QuantDsl.Tests.Fuzz;

/// <summary>What a run by hand may ask for in the environment.</summary>
internal static class FuzzSettings
{
    /// <summary>So many networks: QUANTDSL_FUZZ.</summary>
    public static int? Networks { get; } = Number("QUANTDSL_FUZZ");

    /// <summary>The network of this seed alone, which a failure has named: QUANTDSL_FUZZ_SEED.</summary>
    public static int? Seed { get; } = Number("QUANTDSL_FUZZ_SEED");

    private static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}
