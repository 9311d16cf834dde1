using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Writes <see cref="SignPanels"/>: 1 unless the weight is below 0.</summary>
internal readonly unsafe struct SignWriter : IPanelWriter
{
    public static int StepBytes => SignPanels.StepBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte* step, int column, float weight, int output) => *(uint*)step |= (weight < 0 ? 0u : 1u) << column;
}
