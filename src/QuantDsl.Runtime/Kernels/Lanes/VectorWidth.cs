using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The one decision about how wide vectors are. Results do not depend on it. A constant for the JIT; NativeAOT asks the processor once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorWidth
{
    /// <summary>
    /// Whether vectors have 512 bits. Programs of NativeAOT that are not to hold code for them set the switch to false; those for processors
    /// that all have them, to true.
    /// </summary>
    [FeatureSwitchDefinition("QuantDsl.Vectors512")]
    public static bool Has512 => Vector512.IsHardwareAccelerated;

    /// <summary>Whether vectors have 256 bits, and fused multiply-adds; likewise.</summary>
    [FeatureSwitchDefinition("QuantDsl.Vectors256")]
    public static bool Has256 => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    /// <summary>512 (<see cref="Lanes16"/>), 256 (<see cref="Lanes8"/>) or 128 (<see cref="Lanes4"/>).</summary>
    public static int Bits =>
        Has512 ? 512
        : Has256 ? 256
        : 128;
}
