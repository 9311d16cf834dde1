using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>Whole numbers of a byte, widened to a vector.</summary>
internal static unsafe class LaneLevels
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load512(sbyte* source) =>
        Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(Vector128.Load(source))
            : Vector512.Create(Load256(source), Load256(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load256(sbyte* source) =>
        Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(source)
            : Vector256.Create(Load128(source), Load128(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load128(sbyte* source) =>
        Sse41.IsSupported
            ? Sse41.ConvertToVector128Int32(source)
            : Vector128.Create((int)source[0], source[1], source[2], source[3]);
}
