using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>A quantizer as far as its code differs: scales per layer or channel share one method.</summary>
/// <param name="Bits">1 to 8.</param>
/// <param name="Grid">Levels.</param>
/// <param name="Exact">Whether the exact solver is used; closed form at 1 bit either way.</param>
internal sealed record Quantizer(int Bits, GridKind Grid, bool Exact)
{
    /// <summary>Declarations that mean the same code give the same quantizer.</summary>
    public static Quantizer Of(QuantizerDeclaration declaration)
    {
        bool exact = declaration.Exact && declaration.Bits == 2;
        // With 2 bits the logarithmic levels {0, ±1} are the linear ones.
        GridKind grid = exact && declaration.Grid == GridKind.Logarithmic ? GridKind.Linear : declaration.Grid;
        return new Quantizer(declaration.Bits, grid, exact);
    }

    /// <summary>n = 2^(k−1) − 1: steps from 0 to the largest level.</summary>
    public int Steps => (1 << (Bits - 1)) - 1;

    /// <summary>Scales in a row: positive and negative weights may have one each.</summary>
    public int ScalesPerRow => Grid == GridKind.TwoScale ? 2 : 1;

    /// <summary>Name in generated code.</summary>
    public string Name => (Bits, Grid) switch
    {
        (1, _) => "Binary",
        (2, GridKind.Linear) => Exact ? "ExactTernary" : "Ternary",
        (_, GridKind.TwoScale) => Exact ? "ExactTwoScale" : "TwoScale",
        _ => $"{Grid}{Bits}Bit",
    };

    /// <summary>What it is, in words.</summary>
    public string Words => (Bits, Grid) switch
    {
        (1, _) => "binary",
        (_, GridKind.TwoScale) => "two-scale ternary",
        (2, GridKind.Linear) => "ternary",
        _ => $"{Grid.ToString().ToLowerInvariant()} {Bits} bits",
    } + (Exact ? ", exact" : "");
}
