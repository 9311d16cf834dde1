namespace QuantDsl.Tests.Engine.Models;

/// <summary>Holds a nested model.</summary>
public static partial class Outer
{
    [ModelFrom(typeof(BinaryMlp)), Weights(Bits = 2)]
    public sealed partial class NestedMlp;
}
