using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>Which weights share a scale.</summary>
internal interface ISide
{
    /// <summary>Number of the scale within its row.</summary>
    static abstract int Number { get; }

    /// <summary>|w| of the weights that share the scale; less than 0 for the others, which get level 0.</summary>
    static abstract Vector512<float> Magnitude(Vector512<float> w);
}
