namespace QuantDsl.Tests.Fuzz;

/// <summary>Sizes of an update, as generated code gives them.</summary>
internal readonly record struct UpdateSizes(int Tiles, int Parameters, int Floats, int Scales);
