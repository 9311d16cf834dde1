namespace QuantDsl.Generators.Tests.Checks.Joins;

/// <summary>A block with a join whose shapes differ.</summary>
/// <param name="Name">What it is, and the slip.</param>
/// <param name="Input">The shape of the input.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Ways">The ways that the message names, in its order.</param>
public sealed record JoinAdviceCase(string Name, string Input, string Layers, params JoinAdviceWay[] Ways)
{
    /// <summary>The block as a model.</summary>
    public string Model => $$"""
        [QuantModel({{Input}}), Weights(Bits = 1), CrossEntropy]
        public sealed partial class Net
        {
        {{Layers}}
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;
}
