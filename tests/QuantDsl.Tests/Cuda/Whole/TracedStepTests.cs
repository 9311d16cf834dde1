using System.Text;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Steps in programs that note each access of memory: none is out of bounds, and whatever two threads, blocks or nodes touch has a barrier
/// or an edge between, unless both only read.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TracedStepTests
{
    private static StepCase LeNet => StepCases.All["LeNet"];

    [ClangTheory]
    [InlineData("LeNet")]
    [InlineData("LSTM, embedding")] // tokens, and back through time from the last state
    [InlineData("GRU, per gate")] // products of sequences, a label for each position
    [InlineData("operations")]
    public void Steps_have_no_races_and_stay_in_bounds(string name) => Trace(StepCases.All.GetValueOrDefault(name, ManyOperations.Case));

    /// <summary>Rows whose scales are found by sorting, and measures.</summary>
    [ClangFact]
    public void Sorting_and_measuring_have_no_races() => Trace(LeNet with { Make = EngineModel.Make<MeasuredMix> });

    private static void Trace(StepCase @case)
    {
        DeviceModel device = new(@case, isTraced: true);
        using EngineModel model = device.AsEngine();
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(model.Info, seed: 1);
        device.Order = 1;
        Assert.True(float.IsFinite(model.Step(input, labels)));
        device.Order = 2;
        Assert.True(float.IsFinite(model.BacktrackStep(input, labels)));
        model.Predict(input).Dispose();
        device.Whole.BeginEvaluation(default);
        device.Whole.LaunchEvaluation(DeviceModel.InputOf(model.Info, input), DeviceModel.LabelsOf(model.Info, labels));
        Assert.True(double.IsFinite(device.Whole.FetchEvaluation().Loss));
    }

    /// <summary>
    /// Without an edge, a node may read what is not there yet, or overwrite what another still reads, in whatever order they have run.
    /// </summary>
    [ClangFact]
    public void A_missing_edge_is_seen()
    {
        CudaNode[] nodes = DeviceModel.NetworkOf(LeNet.Model).Step;
        foreach (int node in new[] { 1, nodes.Length / 2, nodes.Length - 1 })
        {
            using DeviceModel model = new(LeNet, isTraced: true, change: network => Without(network, node, nodes[node].After[0]));
            (float[] inputs, int[] labels) = DeviceBatch.Of(LeNet.Model);
            CudaException failure = Assert.Throws<CudaException>(() => model.Step(false, inputs, labels));
            EmulatedDevice.Shared.Repair();
            Assert.Contains("no edge puts one before the other", failure.Message);
        }
    }

    private static CudaNetwork Without(CudaNetwork network, int node, int edge) => new(
        network.Update, Encoding.UTF8.GetBytes(network.OwnSource))
    {
        Batch = network.Batch,
        Inputs = network.Inputs,
        Outputs = network.Outputs,
        Labels = network.Labels,
        ParameterFloats = network.ParameterFloats,
        Scales = network.Scales,
        Statistics = network.Statistics,
        ArenaFloats = network.ArenaFloats,
        WholeFloats = network.WholeFloats,
        LocalFloats = network.LocalFloats,
        PackedWords = network.PackedWords,
        Packed = network.Packed,
        Step =
        [
            .. network.Step.Select((old, i) =>
                i == node ? new CudaNode(old.Kernel, old.Blocks, [.. old.After.Where(other => other != edge)]) : old),
        ],
        Prediction = network.Prediction,
        Evaluation = network.Evaluation,
    };
}
