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
        List<Kernel> waiting = [.. kernels];
        var loops = new List<Loop>();
        while (waiting.Count > 0)
        {
            // What waits for nothing goes first, so that it does not interrupt a loop later.
            Kernel first = waiting.FirstOrDefault(kernel => kernel.Space != Space.Samples && !kernel.Reads.Any())
                ?? waiting.First(kernel => IsReady(kernel, waiting));
            List<Kernel> body = [first];
            waiting.Remove(first);
            if (first.Space == Space.Samples)
            {
                foreach (Kernel kernel in waiting.Where(kernel => kernel.Space == Space.Samples).ToList())
                {
                    if (!IsReady(kernel, waiting))
                        continue;
                    body.Add(kernel);
                    waiting.Remove(kernel);
                }
            }
            loops.Add(new Loop(first.Space, body));
        }
        return loops;
    }

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
