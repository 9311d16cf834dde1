using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Grids as small structs of CUDA C: what differs from one quantizer to another.</summary>
internal static class CudaGrids
{
    /// <summary>The struct of a quantizer; those of the exact solver have the levels of their alternating brothers.</summary>
    public static string Of(Quantizer quantizer) => $$"""
        // {{quantizer.Words}}: levels {{Words(quantizer)}}.
        struct {{quantizer.Name}}
        {
            static const int Scales = {{quantizer.ScalesPerRow}}; // {{(quantizer.ScalesPerRow == 1 ? "of a row" : "of a row: positive weights, negative weights")}}
            static const int Unit = {{Unit(quantizer)}}; // a level is a multiple of 1/Unit

            static __device__ __forceinline__ float level(float magnitude, float alpha)
            {
                {{Level(quantizer)}}
            }
        };
        """;

    public static bool UsesPowers(Quantizer quantizer) => quantizer.Grid == GridKind.Logarithmic && quantizer.Bits > 2;

    private static string Words(Quantizer quantizer) => quantizer switch
    {
        { Bits: 1 } => "±1",
        { Bits: 2, Grid: GridKind.TwoScale } => "−α₋, 0, α₊",
        { Bits: 2 } => "−1, 0, 1",
        { Grid: GridKind.Logarithmic } => $"0, ±2^−{quantizer.Steps - 1}, …, ±½, ±1",
        _ => $"−{quantizer.Steps}, …, {quantizer.Steps} in units of 1/{quantizer.Steps}",
    };

    public static int Unit(Quantizer quantizer) => quantizer is { Grid: GridKind.Linear, Bits: > 2 } ? quantizer.Steps : 1;

    private static string Level(Quantizer quantizer) => quantizer switch
    {
        { Bits: 1 } => "return 1.0f;",
        { Bits: 2 } => "return magnitude > alpha * 0.5f ? 1.0f : 0.0f;",
        { Grid: GridKind.Logarithmic } =>
            $"return nearestPowerOfTwo(fminf(magnitude / alpha, 1.0f), {CudaLiterals.Float(Math.Pow(2, 1 - quantizer.Steps))});",
        _ => $"return rintf(fminf(magnitude / alpha, 1.0f) * {CudaLiterals.Float(quantizer.Steps)});",
    };
}
