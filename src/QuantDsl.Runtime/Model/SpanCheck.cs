namespace QuantDsl;

/// <summary>Checks the spans to and from which the state of a model is copied.</summary>
internal static class SpanCheck
{
    /// <summary>Number of values in a shape.</summary>
    public static int CountOf(IReadOnlyList<long> shape) => checked((int)shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Throws unless a span has room for exactly the values of a shape.</summary>
    /// <param name="length">Length of the span.</param>
    /// <param name="owner">What the values belong to, for the message.</param>
    /// <param name="values">What they are, in the plural.</param>
    /// <param name="shape">Lengths of the axes of the values.</param>
    /// <param name="parameter">Name of the argument that is the span.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void HasLength(int length, string owner, string values, IReadOnlyList<long> shape, string parameter)
    {
        int count = CountOf(shape);
        if (length == count)
            return;
        throw new ArgumentException(
            $"{owner} has {count} {values} [{string.Join(", ", shape)}], but the span has {length} elements. Pass a span of {count}.",
            parameter);
    }
}
