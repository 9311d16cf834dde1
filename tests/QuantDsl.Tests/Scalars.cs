using TorchSharp;

namespace QuantDsl.Tests;

/// <summary>
/// Numbers as libtorch takes them, alive as long as the process. TorchSharp hands libtorch only the address of a <see cref="Scalar"/>, so
/// the garbage collector may free one that was converted on the fly while libtorch still reads it; <c>a + b</c>, too, converts a number on
/// the fly: it is <c>a.add(b, 1)</c>. Numbers that are known only at run time are held by a <c>using</c>.
/// </summary>
internal static class Scalars
{
    /// <summary>1, also the factor α of <c>add</c>.</summary>
    public static readonly Scalar One = 1;

    /// <summary>2.</summary>
    public static readonly Scalar Two = 2;

    /// <summary>−2.</summary>
    public static readonly Scalar MinusTwo = -2;
}
