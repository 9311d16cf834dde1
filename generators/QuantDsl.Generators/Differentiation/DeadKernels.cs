using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Differentiation;

/// <summary>Removes what computes values that nobody reads: an operation may read what another value was made of, instead of that value.</summary>
internal static class DeadKernels
{
    public static IReadOnlyList<Kernel> Remove(IReadOnlyList<Kernel> kernels)
    {
        List<Kernel> alive = [.. kernels];
        while (true)
        {
            HashSet<Value> read = [.. alive.SelectMany(kernel => kernel.Reads)];
            if (alive.RemoveAll(kernel => IsDead(kernel, read)) == 0)
                return alive;
        }
    }

    private static bool IsDead(Kernel kernel, HashSet<Value> read) =>
        kernel.Writes.Any() && !kernel.Writes.Any(read.Contains) && !kernel.Arguments.OfType<Argument.ParameterGradient>().Any();
}
