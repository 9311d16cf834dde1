using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Engine;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// Evaluations on the emulated device of each loss, beside those of the CPU on the same logits: losses are the same bits, and only their
/// sum is another in its last digits. The second minibatch is not full.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class DeviceEvaluationTests
{
    private static readonly Dictionary<string, ISampleLoss> Losses = new()
    {
        ["mixed"] = new MeanSquaredHinge(),
        ["GRU, per gate"] = new MeanCrossEntropy(), // a label for each position
        ["label smoothing"] = new MeanWeightedCrossEntropy(smoothing: 0.125f),
        ["class weights"] = new MeanWeightedCrossEntropy(smoothing: 0.25f, [0.5f, 2, 1.25f]),
        ["mean squared error"] = new MeanMse(),
        ["Huber"] = new MeanHuber(delta: 0.75f),
        ["binary cross-entropy"] = new MeanBceWithLogits(),
        ["numbers at positions"] = new MeanMse(),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [ClangTheory]
    [MemberData(nameof(Names))]
    public void Adds_the_losses_of_the_logits(string name)
    {
        StepCase @case = StepCases.All[name];
        DeviceModel device = new(@case);
        using EngineModel model = device.AsEngine();
        CudaNetwork network = DeviceModel.NetworkOf(@case.Model);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(model.Info, seed: 1);
        NetworkInput inputs = DeviceModel.InputOf(model.Info, input);
        NetworkLabels all = DeviceModel.LabelsOf(model.Info, labels);
        float[] logits = device.Predict(inputs, network.Batch * network.Outputs);
        ISampleLoss loss = Losses[name];
        const int rest = 3;
        NetworkLabels some = all.Slice(0, rest * network.Labels);
        LossSums expected = loss.Sum(logits, all, model.Info.Classes)
            + loss.Sum(logits.AsSpan(0, rest * network.Outputs), some, model.Info.Classes);

        device.Whole.BeginEvaluation(default);
        device.Whole.LaunchEvaluation(inputs, all);
        device.Whole.LaunchEvaluation(inputs.Slice(0, rest * network.Inputs), some);
        KernelLayout.Evaluation found = device.Whole.FetchEvaluation();

        Assert.Equal((expected.Correct, expected.Judged), (found.Right, found.Judged));
        Assert.Equal(expected.Weight, found.Weight, 1e-12 * expected.Weight);
        Assert.Equal(expected.Loss, found.Loss, 1e-12 * expected.Loss);
        Assert.True(double.IsNormal(found.Loss));
    }
}
