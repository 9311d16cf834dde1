namespace QuantDsl.Generators.Diagnostics;

/// <summary>
/// Where in a declaration something was found, without a location: the generator's model must not change when only positions do.
/// The analyzer turns it into a location.
/// </summary>
/// <param name="Property">Name of the layer property; null for the class.</param>
/// <param name="Attribute">Index among the attributes there; −1 for the name itself.</param>
internal sealed record Place(string? Property, int Attribute = -1)
{
    /// <summary>The class's name.</summary>
    public static Place Class { get; } = new(Property: null);
}
