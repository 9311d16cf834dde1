using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>An operation of a random layer.</summary>
/// <param name="Attribute">As the declaration writes it.</param>
/// <param name="Layers">What it is in the reference network; new objects with every call.</param>
/// <param name="Added">Number of the layer whose value it adds; null: it is no addition.</param>
internal sealed record DrawnOperation(string Attribute, Func<NetworkLayer[]> Layers, int? Added = null);
