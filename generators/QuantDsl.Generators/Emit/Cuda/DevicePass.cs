using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// A pass of a network on a CUDA device: the loops of the lowered program as the nodes of a graph, some of which are several loops. A unit of
/// a loop over samples is a block; what else a loop is cut into is the device's own.
/// </summary>
internal sealed class DevicePass
{
    private DevicePass(Placement places, int batch, IReadOnlyList<DeviceNode> nodes)
    {
        (ArenaFloats, WholeFloats, LocalFloats, Nodes) = (places.PerSample * batch, places.InAll, places.Thread * batch, nodes);
        Places = places;
    }

    /// <summary>The nodes, in an order in which they can run.</summary>
    public IReadOnlyList<DeviceNode> Nodes { get; }

    /// <summary>The memory plan.</summary>
    public Placement Places { get; }

    /// <summary>Numbers of what has a part for each sample.</summary>
    public long ArenaFloats { get; }

    /// <summary>Numbers of what belongs to the whole batch.</summary>
    public long WholeFloats { get; }

    /// <summary>Numbers that blocks have for themselves, of all blocks.</summary>
    public long LocalFloats { get; }

    /// <summary>Forward and backward pass of a step; null where a kernel has no rule.</summary>
    public static DevicePass? Train(ModelPlan plan, PackedMemory packed) => Of(
        plan, "step", Lowerer.Train(plan.Graph, plan.Declaration.Batch, plan.Loss.Kernel()), packed);

    /// <summary>A prediction; null where a kernel has no rule.</summary>
    public static DevicePass? Predict(ModelPlan plan, PackedMemory packed) => Of(plan, "predict", Lowerer.Predict(plan.Graph), packed);

    /// <summary>The first operation that has no rule, and its layer; null where all have one.</summary>
    public static string? FirstMissing(ModelPlan plan)
    {
        LoweredProgram lowered = Lowerer.Train(plan.Graph, plan.Declaration.Batch, plan.Loss.Kernel());
        Kernel? missing = lowered.Loops.SelectMany(loop => OnDevice(plan, [loop])).SelectMany(loop => loop.Kernels)
            .FirstOrDefault(kernel => Call(plan, kernel, Anywhere) is null);
        return missing is null ? null : $"{missing.Words} of {(missing.Layer.Length == 0 ? plan.Name : missing.Layer)}";
    }

    private static DevicePass? Of(ModelPlan plan, string name, LoweredProgram lowered, PackedMemory memory)
    {
        int batch = plan.Declaration.Batch;
        var program = new LoweredProgram(
            DeviceLoops.Run(plan, OnDevice(plan, lowered.Forward)),
            DeviceShards.Run(plan, DeviceLoops.Run(plan, OnDevice(plan, lowered.Backward)), BlocksOf),
            []);
        IReadOnlyList<IReadOnlyList<DeviceCall>>? calls = Calls(plan, program, Anywhere);
        if (calls is null)
            return null;
        IReadOnlyList<IReadOnlyList<int>> launches = DeviceLaunches.Of(program, calls);
        int[] times = new int[program.Loops.Count];
        for (int number = 0; number < launches.Count; number++)
        {
            foreach (int loop in launches[number])
                times[loop] = number;
        }
        var places = new Placement(program, times);
        var packed = new PackedWeights(memory);
        calls = Calls(plan, program, packed)!;
        var bodies = new DeviceBodies(program, calls, places, new DeviceValues(places, batch));
        IReadOnlyList<IReadOnlyList<int>> edges = DeviceEdges.Of(
            [.. launches.Select(launch => launch.SelectMany(loop => DeviceAccess.Of(program.Loops[loop], loop, places, plan)).ToList())]);
        List<DeviceNode> nodes =
        [
            .. launches.Select((launch, number) => new DeviceNode(
                name + Invariant.Of(number + 1),
                string.Join(" ‖ ", launch.Select(loop => LoopWords.Sentence(program.Loops[loop]))),
                launch.Sum(loop => calls[loop][0].Blocks),
                edges[number],
                bodies.Of(launch))),
        ];
        return new DevicePass(places, batch, packed.Before(name, nodes));

        int BlocksOf(Kernel kernel) => Call(plan, kernel, Anywhere)?.Blocks ?? int.MaxValue;
    }

    /// <summary>The calls of each loop; null where a kernel has no rule.</summary>
    private static IReadOnlyList<IReadOnlyList<DeviceCall>>? Calls(ModelPlan plan, LoweredProgram program, PackedWeights packed)
    {
        List<List<DeviceCall?>> calls = [.. program.Loops.Select(loop => loop.Kernels.Select(kernel => Call(plan, kernel, packed)).ToList())];
        return calls.Any(ofLoop => ofLoop.Contains(null)) ? null : [.. calls.Select(ofLoop => ofLoop.OfType<DeviceCall>().ToList())];
    }

    private static DeviceCall? Call(ModelPlan plan, Kernel kernel, PackedWeights packed) =>
        kernel.Reads.Concat(kernel.Writes).All(value => DeviceValues.Has(value.Layout))
            ? DeviceRules.Find(new DeviceKernel(plan, kernel, packed))
            : null;

    /// <summary>
    /// Without what the device has no use for: the scratch memory of a processor's threads, borders, beyond which its kernels do not read,
    /// and looks for values that are not finite, which the update takes. What goes by samples on a processor, but not on a device, has a
    /// loop of its own there.
    /// </summary>
    private static IReadOnlyList<Loop> OnDevice(ModelPlan plan, IReadOnlyList<Loop> loops) => LoopFusion.Run(
    [
        .. loops.SelectMany(loop => loop.Kernels)
            .Where(kernel => !kernel.IsDiagnostic && !Borders.IsClearing(kernel))
            .Select(WithoutScratch)
            .Select(kernel => kernel.Space == Space.Samples && Call(plan, kernel, Anywhere) is { IsBySample: false }
                ? kernel with { Space = Tiles }
                : kernel),
    ]);

    /// <summary>For calls of which only the kind matters.</summary>
    private static PackedWeights Anywhere => new(new PackedMemory());

    private static Space Tiles => Space.Of("tile", "");

    private static Kernel WithoutScratch(Kernel kernel) => kernel with
    {
        Arguments =
        [
            .. kernel.Arguments.Where(argument => argument is not (Argument.Scratch or Argument.Write { Value.IsWorking: true })),
        ],
    };
}
