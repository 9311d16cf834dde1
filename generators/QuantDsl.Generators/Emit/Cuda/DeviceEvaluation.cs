using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// What an evaluation does besides predicting (<c>Evaluation.cuh</c>): it takes a minibatch, and adds up losses, by the kernel of a
/// training pass, and right labels. The memory of the prediction is free by then.
/// </summary>
internal sealed class DeviceEvaluation
{
    private const int FloatsOfSample = 6; // two doubles and a number of 64 bits

    private DeviceEvaluation(ModelPlan plan, Kernel loss, DeviceCall call)
    {
        int batch = plan.Declaration.Batch, positions = plan.OutputLength ?? 1, outputs = plan.Graph.Output.Channels;
        long losses = (long)batch * positions * outputs, end = losses + ((long)batch * positions);
        long samples = end + (end % 2); // doubles lie at even places
        ArenaFloats = samples + ((long)batch * FloatsOfSample);
        string images = $"Images<1, {positions}, {outputs}, 0, {positions * outputs}>";
        Value[] writes = [.. loss.Writes];
        string logits = DeviceValues.Name(loss.Reads.Single());
        int terms = plan.Loss.Kind == LossKind.SquaredHinge ? outputs : 1;
        (string labels, int judged) = Labels(plan, outputs);
        string evaluated = $"(Evaluated*)(n.arena + {samples})";
        Taking = new DeviceNode(
            "takeSamples", "Samples and labels of the next minibatch", batch, [],
            $"takeSample<{batch}, {plan.Graph.Input.Shape.Elements}, {CudaStepEmitter.LabelsOf(plan)}>(n, blockIdx.x);");
        Nodes =
        [
            new DeviceNode("evaluate1", "Loss and right labels of each sample", batch, [], $$"""
                int samples = n.control->samples;
                int sample = blockIdx.x;
                if (sample >= samples)
                    return;
                {{images}} {{logits}}{n.logits};
                Rows<{{positions}}> {{DeviceValues.Name(writes[0])}}{n.arena + {{losses}}};
                {{images}} {{DeviceValues.Name(writes[1])}}{n.arena + 0};
                {{call.Code}}
                __syncthreads();
                evaluateSample<{{terms}}>({{labels}}, {{logits}}, {{DeviceValues.Name(writes[0])}}, n, {{evaluated}}, sample);
                """),
            new DeviceNode(
                "evaluate2", "Sums over samples", 1, [0],
                $"addSamples<{judged * positions}>({evaluated}, n.evaluation, n.control->samples);"),
        ];
    }

    /// <summary>Fetches a minibatch of a data set on the device.</summary>
    public DeviceNode Taking { get; }

    /// <summary>What follows the nodes of a prediction.</summary>
    public IReadOnlyList<DeviceNode> Nodes { get; }

    /// <summary>Numbers of what has a part for each sample.</summary>
    public long ArenaFloats { get; }

    /// <summary>The evaluation of a model.</summary>
    public static DeviceEvaluation Of(ModelPlan plan)
    {
        LossKernel kernel = plan.Loss.Kernel();
        Kernel loss = Lowerer.Train(plan.Graph, plan.Declaration.Batch, kernel).Loops.SelectMany(loop => loop.Kernels)
            .Single(each => each.Function.Split('<')[0] == $"MinibatchLoss.{kernel.Name}");
        return new DeviceEvaluation(plan, loss, DeviceRules.Call(new DeviceKernel(plan, loss, DevicePass.Anywhere)));
    }

    /// <summary>When a label is right, and how many labels of a position can be.</summary>
    private static (string Type, int Judged) Labels(ModelPlan plan, int outputs) => plan.Loss switch
    {
        { Kind: LossKind.BceWithLogits } => ($"RightSide<{outputs}>{{}}", outputs),
        { TakesNumbers: true } => ($"NoSides<{outputs}>{{}}", 0),
        { Weight: null } => ("TrueClass<NoClassWeights>{}", 1),
        _ => ($"TrueClass<ClassWeights>{{ClassWeights{{{CudaStepEmitter.ClassWeights}}}}}", 1),
    };
}
