using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>
/// Puts kernels into loops. Kernels that work sample by sample follow each other in one loop as far as none of them waits for something
/// that belongs to the whole batch; so most values are read while they are in a core's cache, and many never leave it.
/// </summary>
internal static class LoopFusion
{
    public static IReadOnlyList<Loop> Run(IReadOnlyList<Kernel> kernels)
    {
        // A border is cleared in the loop that writes what lies in it, if that goes by samples: then both may lie in memory of the thread.
        HashSet<Value> bySamples = [.. kernels.Where(IsBySamples).SelectMany(kernel => kernel.Writes)];
        ILookup<Value, Kernel> borders = kernels.Where(Borders.IsClearing).ToLookup(kernel => kernel.Writes.Single());
        List<Kernel> waiting = [.. kernels.Where(kernel => !Borders.IsClearing(kernel) || !bySamples.Contains(kernel.Writes.Single()))];
        var loops = new List<Loop>();
        while (waiting.Count > 0)
        {
            // What waits for nothing goes first, so that it does not interrupt a loop later.
            Kernel first = waiting.FirstOrDefault(kernel => kernel.Space != Space.Samples && !kernel.Reads.Any())
                ?? waiting.First(kernel => IsReady(kernel, waiting));
            List<Kernel> body = [];
            Take(first);
            if (first.Space == Space.Samples)
            {
                foreach (Kernel kernel in waiting.Where(kernel => kernel.Space == Space.Samples).ToList())
                {
                    if (IsReady(kernel, waiting))
                        Take(kernel);
                }
            }
            loops.Add(new Loop(first.Space, body));

            void Take(Kernel kernel)
            {
                if (IsBySamples(kernel))
                    body.AddRange(kernel.Writes.SelectMany(value => borders[value]));
                body.Add(kernel);
                waiting.Remove(kernel);
            }
        }
        return loops;
    }

    private static bool IsBySamples(Kernel kernel) => kernel.Space == Space.Samples && !Borders.IsClearing(kernel);

    /// <summary>Whether nothing that waits writes what it reads, or comes before it and writes the same.</summary>
    private static bool IsReady(Kernel kernel, List<Kernel> waiting)
    {
        foreach (Kernel other in waiting)
        {
            if (ReferenceEquals(other, kernel))
                continue;
            if (kernel.Reads.Any(value => other.Writes.Contains(value)))
                return false;
        }
        return waiting.TakeWhile(other => !ReferenceEquals(other, kernel))
            .All(other => !other.Writes.Any(value => kernel.Writes.Contains(value)));
    }
}
