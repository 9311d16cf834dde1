using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A number that a generated network declares as a type, under the same name.</summary>
internal readonly struct Slope0_01 : IConstant
{
    public static float Value => 0.01f;
}
