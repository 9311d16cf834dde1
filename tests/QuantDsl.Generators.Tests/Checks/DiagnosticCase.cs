namespace QuantDsl.Generators.Tests.Checks;

/// <summary>A declaration in which one descriptor is reported, and one beside it where it is not.</summary>
/// <param name="Id">The descriptor.</param>
/// <param name="Name">What the case shows.</param>
/// <param name="Source">Declarations with every diagnostic marked; the model is called Net.</param>
/// <param name="Messages">The messages of the marks in order.</param>
public sealed record DiagnosticCase(string Id, string Name, string Source, params string[] Messages)
{
    /// <summary>Whether C# itself has errors in the user's file, because nothing can be generated into the class.</summary>
    public string[] CompilerErrors { get; init; } = [];

    /// <summary>The class whose members a user's other files use.</summary>
    public string Model { get; init; } = "Net";

    /// <summary>Whether its members can be called; not where a layer has taken the name of one.</summary>
    public bool HasAllMembers { get; init; } = true;

    /// <summary>Whether only the runtime is referenced, without the training.</summary>
    public bool OnlyPredicts { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Name}";
}
