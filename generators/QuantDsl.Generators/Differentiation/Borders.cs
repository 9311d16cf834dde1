using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Differentiation;

/// <summary>Clears the borders that readers of a value have asked for, before the value is written.</summary>
internal static class Borders
{
    private const string OfImages = "Border.Zero";
    private const string OfSequences = "Border.ZeroEnds";

    /// <summary>Whether a kernel is one that clears a border.</summary>
    public static bool IsClearing(Kernel kernel) => kernel.Function is OfImages or OfSequences;

    public static IReadOnlyList<Kernel> Add(IReadOnlyList<Kernel> kernels)
    {
        var result = new List<Kernel>();
        foreach (Kernel kernel in kernels)
        {
            foreach (Value value in kernel.Writes.Where(value => value.Border > 0))
            {
                result.Add(new Kernel(
                    kernel.Layer, "border", value.Layout is SequenceLayout ? OfSequences : OfImages, Space.Samples,
                    [new Argument.Write(value), new Argument.Text(Invariant.Of(value.Border)), Argument.Range]));
            }
            result.Add(kernel);
        }
        return result;
    }
}
