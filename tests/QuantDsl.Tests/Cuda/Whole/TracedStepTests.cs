using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Steps in programs that note each access of memory: none is out of bounds, and whatever two threads, blocks or nodes touch has a barrier or
/// an edge between, unless both only read.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class TracedStepTests
{
    private static StepCase LeNet => StepCases.All["LeNet"];

    [ClangFact]
    public void Steps_have_no_races_and_stay_in_bounds()
    {
        using DeviceModel model = new(LeNet, isTraced: true);
        (float[] inputs, int[] labels) = DeviceBatch.Of(LeNet.Model);
        model.Order = 1;
        Assert.True(float.IsFinite(model.Step(false, inputs, labels)));
        model.Order = 2;
        Assert.True(float.IsFinite(model.Step(true, inputs, labels)));
        model.Predict(inputs, labels.Length);
    }

    /// <summary>Each edge is needed: without it, a node reads what is not there yet, or overwrites what another still reads.</summary>
    [ClangFact]
    public void A_missing_edge_is_seen()
    {
        CudaNode[] nodes = DeviceModel.NetworkOf(LeNet.Model).Step;
        foreach (int node in new[] { 1, nodes.Length / 2, nodes.Length - 1 })
            AssertFails("no edge puts one before the other", change: network => Without(network, node, nodes[node].After[0]));
    }

    [ClangTheory]
    [InlineData("no barrier is between", "__syncthreads(); // all is there", "")]
    [InlineData("another block of the launch touches it", "int output = blockIdx.x % G::Channels;", "int output = 0;")]
    [InlineData("touches byte", "x(sample, i) = inputs[(long long)sample", "x(sample, i) = inputs[1 + (long long)sample")]
    public void A_defect_of_a_kernel_is_seen(string words, string old, string @new) => AssertFails(words, edit: source =>
    {
        Assert.Contains(old, source);
        return source.Replace(old, @new, StringComparison.Ordinal);
    });

    private static void AssertFails(string words, Func<CudaNetwork, CudaNetwork>? change = null, Func<string, string>? edit = null)
    {
        try
        {
            CudaException failure = Assert.Throws<CudaException>(() =>
            {
                using DeviceModel model = new(LeNet, isTraced: true, change: change, edit: edit);
                (float[] inputs, int[] labels) = DeviceBatch.Of(LeNet.Model);
                model.Step(false, inputs, labels);
            });
            Assert.Contains(words, failure.Message);
        }
        finally
        {
            EmulatedDevice.Shared.Repair();
        }
    }

    private static CudaNetwork Without(CudaNetwork network, int node, int edge) => new(network.Update, network.OwnSource)
    {
        Batch = network.Batch,
        Inputs = network.Inputs,
        Outputs = network.Outputs,
        ParameterFloats = network.ParameterFloats,
        Scales = network.Scales,
        Statistics = network.Statistics,
        ArenaFloats = network.ArenaFloats,
        WholeFloats = network.WholeFloats,
        LocalFloats = network.LocalFloats,
        Step =
        [
            .. network.Step.Select((old, i) =>
                i == node ? new CudaNode(old.Kernel, old.Blocks, [.. old.After.Where(other => other != edge)]) : old),
        ],
        Prediction = network.Prediction,
    };
}
