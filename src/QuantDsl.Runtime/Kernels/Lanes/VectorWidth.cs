using System.ComponentModel;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The one decision about how wide vectors are. Results do not depend on it. A constant for the JIT; NativeAOT asks the processor once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorWidth
{
    /// <summary>512 (<see cref="Lanes16"/>), 256 (<see cref="Lanes8"/>) or 128 (<see cref="Lanes4"/>).</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256
        : 128;
}
