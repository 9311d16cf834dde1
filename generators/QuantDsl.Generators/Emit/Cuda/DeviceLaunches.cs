using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// Which loops of a pass are one launch, whose blocks they share: those for which equally many others have to be waited for, one after the
/// other.
/// </summary>
internal static class DeviceLaunches
{
    /// <summary>Of a block, in kernels that ask for no more.</summary>
    private const int MostSharedBytes = 49_152;

    /// <summary>The numbers of the loops of each launch, in an order in which the launches can run.</summary>
    /// <param name="program">The pass.</param>
    /// <param name="calls">The calls of each loop.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(LoweredProgram program, IReadOnlyList<IReadOnlyList<DeviceCall>> calls)
    {
        int[] levels = new int[program.Loops.Count];
        for (int loop = 0; loop < levels.Length; loop++)
        {
            for (int other = 0; other < loop; other++)
            {
                if (Follows(program.Loops[loop], program.Loops[other]))
                    levels[loop] = Math.Max(levels[loop], levels[other] + 1);
            }
        }
        return
        [
            .. Enumerable.Range(0, levels.Length).GroupBy(loop => levels[loop]).OrderBy(level => level.Key)
                .SelectMany(level => Share(program, calls, level)),
        ];
    }

    /// <summary>
    /// Cuts the loops of a level into launches. One has at most one loop that takes its blocks' numbers as they are, at most one that uses the
    /// memory of blocks, and no more shared memory than a block can have.
    /// </summary>
    private static List<List<int>> Share(
        LoweredProgram program, IReadOnlyList<IReadOnlyList<DeviceCall>> calls, IEnumerable<int> loops)
    {
        var launches = new List<List<int>>();
        foreach (int loop in loops.OrderBy(IsMovable))
        {
            List<int>? launch = launches.FirstOrDefault(launch =>
                IsMovable(loop) && !(HasLocals(loop) && launch.Any(HasLocals)) && SharedBytes(launch.Append(loop)) <= MostSharedBytes);
            if (launch is null)
                launches.Add([loop]);
            else
                launch.Add(loop);
        }
        return launches;

        bool IsMovable(int loop) => calls[loop].All(call => call.IsMovable);

        bool HasLocals(int loop) => program.LocalsOf(program.Loops[loop]).Count > 0;

        int SharedBytes(IEnumerable<int> loops) => SharedBytesOf([.. loops.SelectMany(loop => calls[loop]).Select(call => call.Code).Distinct()]);
    }

    /// <summary>
    /// At most so many bytes: products by tensor cores share one memory, those by float32 another, a recurrence by float32 has one as large
    /// as the first, and each other call up to 3 KB.
    /// </summary>
    private static int SharedBytesOf(IReadOnlyList<string> calls)
    {
        const int ofTensors = 36_864, ofProducts = 6_272, ofOthers = 3_072;
        int tensors = calls.Count(code => code.Contains(TensorTile.Type));
        int recurrent = calls.Count(code => code.Contains("<Recurrence<"));
        return ((Math.Min(tensors, 1) + recurrent) * ofTensors) + ofProducts + ((calls.Count - tensors - recurrent) * ofOthers);
    }

    private static bool Follows(Loop loop, Loop other)
    {
        HashSet<Value> reads = [.. loop.Kernels.SelectMany(kernel => kernel.Reads)];
        HashSet<Value> writes = [.. loop.Kernels.SelectMany(kernel => kernel.Writes)];
        return other.Kernels.Any(kernel =>
            kernel.Writes.Any(value => reads.Contains(value) || writes.Contains(value))
            || kernel.Reads.Any(writes.Contains)
            || Gradients(kernel).Any(gradient => loop.Kernels.Any(own => Gradients(own).Contains(gradient))));
    }

    private static IEnumerable<string> Gradients(Kernel kernel) =>
        kernel.Arguments.OfType<Argument.ParameterGradient>().Select(gradient => $"{kernel.Layer}.{gradient.Parameter}");
}
