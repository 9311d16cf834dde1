namespace QuantDsl.Generators.Operations;

/// <summary>
/// The constants that an attribute was given; a missing or erroneous one reads as the fallback, since the C# compiler reports it.
/// </summary>
/// <param name="positional">Values of the constructor's parameters; null where there is none that can be read.</param>
/// <param name="named">Values of the named arguments.</param>
internal sealed class AttributeValues(IReadOnlyList<object?> positional, IReadOnlyList<KeyValuePair<string, object?>> named)
{
    /// <summary>How many arguments the constructor has.</summary>
    public int Count => positional.Count;

    /// <summary>A constructor argument by position.</summary>
    public T Argument<T>(int index, T fallback) => index < positional.Count && positional[index] is T value ? value : fallback;

    /// <summary>A named argument.</summary>
    public T Named<T>(string name, T fallback) => Find(name) is T value ? value : fallback;

    /// <summary>A named argument; null when it is not given.</summary>
    public T? NamedOrNull<T>(string name)
        where T : struct =>
        Find(name) is T value ? value : null;

    private object? Find(string name) => named.FirstOrDefault(argument => argument.Key == name).Value;
}
