namespace QuantDsl.Generators.Diagnostics;

/// <summary>
/// Where in a declaration something was found, without a location: the generator's model must not change when only positions do.
/// The analyzer turns it into a location.
/// </summary>
/// <param name="Property">Name of the layer property; null for the class.</param>
/// <param name="Attribute">Index among the attributes there; −1 for the name itself.</param>
/// <param name="Argument">Name of an argument of the attribute, where it is written; null for the attribute.</param>
/// <param name="Member">Another member of the class: its name, and of a method the types of its parameters.</param>
internal sealed record Anchor(string? Property, int Attribute = -1, string? Argument = null, string? Member = null)
{
    /// <summary>The class's name.</summary>
    public static Anchor Class { get; } = new(Property: null);

    /// <summary>An argument of this attribute.</summary>
    public Anchor At(string argument) => this with { Argument = argument };
}
