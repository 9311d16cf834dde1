namespace QuantDsl.Generators.Operations;

/// <summary>A number as a type, so that a kernel is compiled for it: the generated network declares a type that has the number.</summary>
/// <param name="Word">What it is, for its name and its comment.</param>
/// <param name="Value">The number.</param>
internal sealed record TypeConstant(string Word, double Value)
{
    /// <summary>Name of its type, such as <c>Slope0_01</c>.</summary>
    public string Type => Word + new string([.. Invariant.Of(Value).Select(letter => char.IsLetterOrDigit(letter) ? letter : '_')]);
}
