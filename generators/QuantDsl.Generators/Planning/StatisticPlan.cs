namespace QuantDsl.Generators.Planning;

/// <summary>A tensor that is not trained, and its place in the memory of the model's statistics.</summary>
/// <param name="Name">Its name after that of the layer.</param>
/// <param name="Offset">Its first float.</param>
/// <param name="Count">Its values.</param>
internal sealed record StatisticPlan(string Name, int Offset, int Count);
