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
    }

    /// <summary>For calls of which only the kind matters.</summary>
    public static PackedWeights Anywhere => new(new PackedMemory());

    /// <summary>The nodes, in an order in which they can run.</summary>
    public IReadOnlyList<DeviceNode> Nodes { get; }

    /// <summary>Numbers of what has a part for each sample.</summary>
    public long ArenaFloats { get; }

    /// <summary>Numbers of what belongs to the whole batch.</summary>
    public long WholeFloats { get; }

    /// <summary>Numbers that blocks have for themselves, of all blocks.</summary>
    public long LocalFloats { get; }

    /// <summary>Forward and backward pass of a step.</summary>
    public static DevicePass Train(ModelPlan plan, PackedMemory packed) => Of(
        plan, "step", Lowerer.Train(plan.Graph, plan.Declaration.Batch, plan.Loss.Kernel()), packed);

    /// <summary>A prediction.</summary>
    public static DevicePass Predict(ModelPlan plan, PackedMemory packed) => Of(plan, "predict", Lowerer.Predict(plan.Graph), packed);

    private static DevicePass Of(ModelPlan plan, string name, LoweredProgram lowered, PackedMemory memory)
    {
        int batch = plan.Declaration.Batch;
        var program = new LoweredProgram(
            DeviceLoops.Run(plan, OnDevice(plan, lowered.Forward)),
            DeviceShards.Run(plan, DeviceLoops.Run(plan, OnDevice(plan, lowered.Backward)), kernel => Call(plan, kernel, Anywhere).Blocks),
            []);
        IReadOnlyList<IReadOnlyList<DeviceCall>> calls = Calls(plan, program, Anywhere);
        IReadOnlyList<IReadOnlyList<int>> launches = DeviceLaunches.Of(program, calls);
        int[] times = new int[program.Loops.Count];
        for (int number = 0; number < launches.Count; number++)
        {
            foreach (int loop in launches[number])
                times[loop] = number;
        }
        var places = new Placement(program, times);
        var packed = new PackedWeights(memory);
        calls = Calls(plan, program, packed);
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
    }

    /// <summary>The calls of each loop.</summary>
    private static IReadOnlyList<IReadOnlyList<DeviceCall>> Calls(ModelPlan plan, LoweredProgram program, PackedWeights packed) =>
        [.. program.Loops.Select(loop => loop.Kernels.Select(kernel => Call(plan, kernel, packed)).ToList())];

    private static DeviceCall Call(ModelPlan plan, Kernel kernel, PackedWeights packed) =>
        DeviceRules.Call(new DeviceKernel(plan, kernel, packed));

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
            .Select(kernel => kernel.Space == Space.Samples && !Call(plan, kernel, Anywhere).IsBySample
                ? kernel with { Space = Tiles }
                : kernel),
    ]);

    private static Space Tiles => Space.Of("tile", "");

    private static Kernel WithoutScratch(Kernel kernel) => kernel with
    {
        Arguments =
        [
            .. kernel.Arguments.Where(argument => argument is not (Argument.Scratch or Argument.Write { Value.IsWorking: true })),
        ],
    };
}
