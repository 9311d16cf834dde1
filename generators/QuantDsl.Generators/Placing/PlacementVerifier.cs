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
        List<(Value Value, int First, int Last)> values = [.. Values(program).Select(value => Needed(loops, value))];
        for (int number = 0; number < loops.Count; number++)
        {
            var growing = new List<(string Name, long Start, long End, int First, int Last)>();
            var others = new List<(string Name, long Start, long End, int First, int Last)>();
            var local = new List<(string Name, long Start, long End, int First, int Last)>();
            foreach ((Value value, int firstLoop, int lastLoop) in values)
            {
                if (number < firstLoop || lastLoop < number)
                    continue;
                if (placement.InArena(value) is { } place)
                {
                    long size = Math.Max(value.Layout.PerSample, value.Layout.InAll);
                    (value.Layout.PerSample > 0 ? growing : others).Add((value.Name, place.Offset, place.Offset + size, 0, 0));
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

    /// <summary>The loops that use a value first and last: from one to the other it is needed.</summary>
    private static (Value Value, int First, int Last) Needed(IReadOnlyList<Loop> loops, Value value)
    {
        List<int> uses = [.. Enumerable.Range(0, loops.Count).Where(number => LoweredProgram.Uses(loops[number], value))];
        return (value, uses[0], uses[uses.Count - 1]);
    }

    private static (int First, int Last) Uses(Loop loop, Value value)
    {
        List<int> uses = [.. Enumerable.Range(0, loop.Kernels.Count)
            .Where(index => loop.Kernels[index].Reads.Contains(value) || loop.Kernels[index].Writes.Contains(value))];
        return (uses[0], uses[uses.Count - 1]);
    }
}
