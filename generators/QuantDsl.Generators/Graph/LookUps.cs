using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>Which sums of a product's terms are looked up, by the grid of its weights.</summary>
internal static class LookUps
{
    /// <summary>How products with weights of a quantizer are looked up; null where they are not.</summary>
    public static LookUp? Of(QuantizerDeclaration? quantizer) => quantizer switch
    {
        { Bits: 1 } => LookUp.Signs,
        { Bits: 2, Grid: GridKind.TwoScale } => quantizer.Scale == ScaleKind.PerLayer ? LookUp.Levels : null, // tables have α in them
        { Bits: 2 } => LookUp.Levels,
        _ => null,
    };
}
