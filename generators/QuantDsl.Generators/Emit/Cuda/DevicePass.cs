using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// A pass of a network on a CUDA device: the loops of the lowered program, each a kernel, as the nodes of a graph. A unit of a loop over
/// samples is a block; what else a loop is cut into is the device's own.
/// </summary>
internal sealed class DevicePass
{
    private DevicePass(Placement places, int batch, IReadOnlyList<DeviceNode> nodes, long wholeFloats)
    {
        (ArenaFloats, WholeFloats, LocalFloats, Nodes) = (places.PerSample * batch, wholeFloats, places.Thread * batch, nodes);
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
    public static DevicePass? Train(ModelPlan plan) => Of(
        plan, "step", Lowerer.Train(plan.Graph, plan.Declaration.Batch, plan.Loss.Kernel()));

    /// <summary>A prediction; null where a kernel has no rule.</summary>
    public static DevicePass? Predict(ModelPlan plan) => Of(plan, "predict", Lowerer.Predict(plan.Graph));

    private static DevicePass? Of(ModelPlan plan, string name, LoweredProgram lowered)
    {
        int batch = plan.Declaration.Batch;
        var program = new LoweredProgram(OnDevice(lowered.Forward), OnDevice(lowered.Backward), []);
        var places = new Placement(program);
        var values = new DeviceValues(places, batch);
        IReadOnlyList<IReadOnlyList<int>> edges = DeviceEdges.Of(
            [.. program.Loops.Select((loop, number) => DeviceAccess.Of(loop, number, places, plan))]);
        var packed = new PackedWeights(places.InAll);
        var nodes = new List<DeviceNode>();
        for (int number = 0; number < program.Loops.Count; number++)
        {
            Loop loop = program.Loops[number];
            List<DeviceCall?> calls = [.. loop.Kernels.Select(kernel => Call(plan, kernel, packed))];
            if (calls.Contains(null))
                return null;
            string body = Body(loop, number, values, places, calls.Select(call => call!.Code));
            nodes.Add(new DeviceNode(name + Invariant.Of(number + 1), LoopWords.Sentence(loop), calls[0]!.Blocks, edges[number], body));
        }
        return new DevicePass(places, batch, packed.Before(name, nodes), packed.End);
    }

    private static DeviceCall? Call(ModelPlan plan, Kernel kernel, PackedWeights packed) =>
        kernel.Reads.Concat(kernel.Writes).All(value => DeviceValues.Has(value.Layout))
            ? DeviceRules.Find(new DeviceKernel(plan, kernel, packed))
            : null;

    /// <summary>
    /// Without what the device has no use for: the scratch memory of a processor's threads, borders, beyond which its kernels do not read,
    /// and looks for values that are not finite, which the update takes.
    /// </summary>
    private static IReadOnlyList<Loop> OnDevice(IReadOnlyList<Loop> loops) =>
    [
        .. loops
            .Select(loop => loop with
            {
                Kernels =
                [
                    .. loop.Kernels.Where(kernel => !kernel.IsDiagnostic && !Borders.IsClearing(kernel)).Select(WithoutScratch),
                ],
            })
            .Where(loop => loop.Kernels.Count > 0),
    ];

    private static Kernel WithoutScratch(Kernel kernel) =>
        kernel with { Arguments = [.. kernel.Arguments.Where(argument => argument is not Argument.Scratch)] };

    private static string Body(Loop loop, int number, DeviceValues values, Placement places, IEnumerable<string> calls)
    {
        string code = string.Join(loop.Space == Space.Samples ? "\n__syncthreads();\n" : "\n", calls);
        var lines = new List<string>();
        if (loop.Space == Space.Samples || code.Contains("samples"))
            lines.Add("int samples = n.control->samples;");
        if (loop.Space == Space.Samples)
            lines.Add("int sample = blockIdx.x;\nif (sample >= samples)\n    return;");
        IEnumerable<Value> used = loop.Kernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes)).Distinct();
        if (used.Any(value => places.InArena(value) is null))
            lines.Add($"float* local = n.local + (long long)sample * {Invariant.Of(places.Thread)};");
        foreach (Value value in loop.Kernels.SelectMany(kernel => kernel.Arguments).Select(ValueOf).OfType<Value>().Distinct())
            lines.Add(values.Declaration(value, number));
        lines.Add(code);
        return string.Join("\n", lines);
    }

    private static Value? ValueOf(Argument argument) => argument switch
    {
        Argument.Read read => read.Value,
        Argument.Write write => write.Value,
        _ => null,
    };
}
