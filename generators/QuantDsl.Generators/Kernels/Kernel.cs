namespace QuantDsl.Generators.Kernels;

/// <summary>A call of a kernel.</summary>
/// <param name="Layer">The layer that it belongs to; empty for input and loss.</param>
/// <param name="Words">What it does, for comments and listings.</param>
/// <param name="Function">
/// The function of the runtime, with type arguments. One that begins with a dot is a member of the layer's object; with two, of the object
/// of its batch normalization; with three, of its layer normalization.
/// </param>
/// <param name="Space">What its work is cut into.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Kernel(string Layer, string Words, string Function, Space Space, IReadOnlyList<Argument> Arguments)
{
    /// <summary>Values that it reads.</summary>
    public IEnumerable<Value> Reads => Arguments.OfType<Argument.Read>().Select(argument => argument.Value);

    /// <summary>Values that it writes.</summary>
    public IEnumerable<Value> Writes => Arguments.OfType<Argument.Write>().Select(argument => argument.Value);

    /// <summary>Whether it only looks for values that are NaN or infinite, and only when asked to.</summary>
    public bool IsDiagnostic { get; init; }

    /// <summary>Whether it makes a gradient that the update may make instead, tile by tile.</summary>
    public bool IsDeferrable { get; init; }

    /// <summary>The kernel as a line of a listing.</summary>
    public override string ToString()
    {
        string results = string.Join(", ", Writes.Select(value => $"{value.Name} [{value.Layout.Text}]")
            .Concat(Arguments.OfType<Argument.ParameterGradient>().Select(gradient => $"∂{Layer}.{gradient.Parameter}")));
        string operands = string.Join(", ", Reads.Select(value => value.Name));
        return (results.Length == 0 ? "" : $"{results} = ") + $"{Words}({operands})";
    }
}
