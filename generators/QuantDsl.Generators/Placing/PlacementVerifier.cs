using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;

namespace QuantDsl.Generators.Placing;

/// <summary>Checks that no two values share memory while both are needed; the tests run it. It goes through the loops by itself.</summary>
internal static class PlacementVerifier
{
    /// <exception cref="InvalidOperationException">Two values overlap, or one lies outside; the message names them.</exception>
    public static void Verify(LoweredProgram program, Placement placement)
    {
        IReadOnlyList<Loop> loops = program.Loops;
        for (int number = 0; number < loops.Count; number++)
        {
            var growing = new List<(string Name, long Start, long End, int First, int Last)>();
            var others = new List<(string Name, long Start, long End, int First, int Last)>();
            var local = new List<(string Name, long Start, long End, int First, int Last)>();
            foreach (Value value in Values(program))
            {
                if (placement.InArena(value) is { } place)
                {
                    if (IsNeeded(loops, value, number))
                    {
                        long size = Math.Max(value.Layout.PerSample, value.Layout.InAll);
                        (value.Layout.PerSample > 0 ? growing : others).Add((value.Name, place.Offset, place.Offset + size, 0, 0));
                    }
                }
                else if (LoweredProgram.Uses(loops[number], value))
                {
                    (int first, int last) = Uses(loops[number], value);
                    long start = placement.Local(number, value).Offset;
                    local.Add((value.Name, start, start + value.Layout.FloatsOfSample!.Value, first, last));
                }
            }
            for (int kernel = 0; kernel < loops[number].Kernels.Count; kernel++)
            {
                foreach (Argument.Scratch scratch in loops[number].Kernels[kernel].Arguments.OfType<Argument.Scratch>())
                {
                    long start = placement.Scratch(number, loops[number].Kernels[kernel]);
                    local.Add(("scratch memory", start, start + scratch.Floats, kernel, kernel));
                }
            }
            Check(number, growing, placement.PerSample);
            Check(number, others, placement.InAll);
            Check(number, local, placement.Thread);
        }
    }

    private static void Check(int loop, List<(string Name, long Start, long End, int First, int Last)> values, long size)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i].Start < 0 || values[i].End > size)
                throw new InvalidOperationException($"Loop {loop + 1}: {values[i].Name} lies outside.");
            for (int j = 0; j < i; j++)
            {
                bool meets = values[i].First <= values[j].Last && values[j].First <= values[i].Last;
                if (meets && values[i].Start < values[j].End && values[j].Start < values[i].End)
                    throw new InvalidOperationException($"Loop {loop + 1}: {values[i].Name} overlaps {values[j].Name}.");
            }
        }
    }

    private static IEnumerable<Value> Values(LoweredProgram program) =>
        program.Loops.SelectMany(loop => loop.Kernels).SelectMany(kernel => kernel.Writes).Distinct();

    /// <summary>Whether a value is in use in a loop, or was written before and will be read later.</summary>
    private static bool IsNeeded(IReadOnlyList<Loop> loops, Value value, int number)
    {
        bool before = loops.Take(number + 1).Any(loop => LoweredProgram.Uses(loop, value));
        return before && loops.Skip(number).Any(loop => LoweredProgram.Uses(loop, value));
    }

    private static (int First, int Last) Uses(Loop loop, Value value)
    {
        List<int> uses = [.. Enumerable.Range(0, loop.Kernels.Count)
            .Where(index => loop.Kernels[index].Reads.Contains(value) || loop.Kernels[index].Writes.Contains(value))];
        return (uses[0], uses[uses.Count - 1]);
    }
}
