using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Writes <see cref="FloatPanels"/>.</summary>
internal readonly unsafe struct FloatWriter : IPanelWriter
{
    public static int StepBytes => FloatPanels.StepBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte* step, int column, float weight, int output) => ((float*)step)[column] = weight;
}
