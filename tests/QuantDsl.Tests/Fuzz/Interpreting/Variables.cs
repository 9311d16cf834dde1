namespace QuantDsl.Tests.Fuzz;

/// <summary>The variables of interpreted code, or the fields of an interpreted object.</summary>
internal sealed class Variables : Dictionary<string, object?>
{
    public Variables()
        : base(StringComparer.Ordinal)
    {
    }
}
