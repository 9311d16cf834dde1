namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>One source file to try, and how to make it smaller while it still fails.</summary>
internal abstract record FuzzCase
{
    /// <summary>The C# text, inside a namespace of its own so that many cases share a compilation.</summary>
    public abstract string Render(string space);

    /// <summary>Cases with one thing less, the largest cuts first.</summary>
    public abstract IEnumerable<FuzzCase> Smaller();
}
