using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>A number out of a vector, for functions of one number that share the arithmetic of vectors.</summary>
internal static unsafe class FirstLane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Lanes4 lanes)
    {
        float value;
        Lanes4.StorePart(lanes, &value, 1);
        return value;
    }
}
