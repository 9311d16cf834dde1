using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>An operation of a random layer.</summary>
/// <param name="Attribute">As the declaration writes it.</param>
/// <param name="Layers">What it is in the reference network; new objects with every call.</param>
/// <param name="Other">Number of the layer whose value it adds or concatenates; null: it reads one value.</param>
/// <param name="Concatenates">Whether it concatenates.</param>
internal sealed record DrawnOperation(
    string Attribute, Func<NetworkLayer[]> Layers, int? Other = null, bool Concatenates = false);
