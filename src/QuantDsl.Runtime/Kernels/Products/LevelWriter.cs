using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Writes <see cref="LevelPanels"/>: the level of a quantized weight α · level / unit.</summary>
/// <param name="weights">Whose α.</param>
/// <param name="unit">Levels of weights of size α: the grid's unit.</param>
internal readonly unsafe struct LevelWriter(LayerWeights weights, int unit) : IPanelWriter
{
    public static int StepBytes => LevelPanels.StepBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte* step, int column, float weight, int output)
    {
        float scale = weights.ScaleOf(output);

        // The quotient is a whole number but for rounding; of weights with α = 0 it would be NaN.
        ((sbyte*)step)[column] = scale > 0 ? (sbyte)MathF.Round(weight / scale * unit) : (sbyte)0;
    }
}
