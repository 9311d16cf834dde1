using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Differentiation;

/// <summary>
/// Removes what computes values that nobody reads: an operation may read what another value was made of, instead of that value, and nobody
/// reads gradients of parameters that are frozen.
/// </summary>
internal static class DeadKernels
{
    /// <summary>Removes them.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="isFrozen">Whether a layer is frozen.</param>
    public static IReadOnlyList<Kernel> Remove(IReadOnlyList<Kernel> kernels, Func<string, bool> isFrozen)
    {
        List<Kernel> alive = [.. kernels];
        while (true)
        {
            HashSet<Value> read = [.. alive.SelectMany(kernel => kernel.Reads)];
            if (alive.RemoveAll(kernel => IsDead(kernel, read, isFrozen)) == 0)
                return alive;
        }
    }

    private static bool IsDead(Kernel kernel, HashSet<Value> read, Func<string, bool> isFrozen)
    {
        bool hasGradients = kernel.Arguments.OfType<Argument.ParameterGradient>().Any();
        return (kernel.Writes.Any() || hasGradients)
            && !kernel.Writes.Any(read.Contains)
            && !(hasGradients && !isFrozen(kernel.Layer));
    }
}
