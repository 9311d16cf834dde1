using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <inheritdoc cref="Slope0_01"/>
internal readonly struct Slope0_25 : IConstant
{
    public static float Value => 0.25f;
}
