using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// The bits and levels that tensor cores read are those of the quantized weights, whatever has written these: a model whose update has
/// written them does what another does that has got the quantized weights from the host. Those of an update are compared with the reference
/// elsewhere (<see cref="TensorStepTests"/>).
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class PackedWeightsTests
{
    [ClangFact]
    public void Agree_with_the_quantized_weights()
    {
        StepCase @case = TensorStepTests.Cases["patches"];
        Assert.Equal(3, DeviceModel.NetworkOf(@case.Model).Packed.Length);
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using DeviceModel other = new(@case, seed: 2);
        using DeviceModel model = new(@case);
        CompareStep(); // after the first quantization
        CompareStep(); // after that step
        model.Step(true, inputs, labels);
        CompareStep();

        using DeviceModel diverging = new(@case with { LearningRate = 1e30 });
        float[] before = Quantized(diverging);
        Assert.True(float.IsFinite(diverging.Step(true, inputs, labels))); // at the trial's weights it is not
        Assert.Equal(UpdateKind.Backtrack, diverging.Whole.TakeFault()?.Kind);
        diverging.Show(steps: 0);
        Assert.Equal(before, Quantized(diverging));
        other.Whole.Take(diverging.Store);
        int outputs = labels.Length * DeviceModel.NetworkOf(@case.Model).Outputs;
        Assert.Equal(other.Predict(inputs, outputs), diverging.Predict(inputs, outputs));

        void CompareStep()
        {
            other.Whole.Take(model.Store);
            other.Store.StepCount = model.Store.StepCount;
            Assert.Equal(other.Step(false, inputs, labels), model.Step(false, inputs, labels));
            Assert.Equal(Quantized(other), Quantized(model)); // ∂x comes by the order of inputs
        }
    }

    private static float[] Quantized(DeviceModel model) =>
        [.. model.Store.Stored.SelectMany(parameter => parameter.Quantized.data<float>().ToArray())];
}
