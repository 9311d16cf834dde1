using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// The bits and levels that tensor cores read are those of the quantized weights, whatever has written these: a model whose update has
/// written them does what another does that has got the quantized weights from the host.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class PackedWeightsTests
{
    /// <summary>Bits, trits and levels of linear layers; trits of convolutions, whose lines are no multiples of a word.</summary>
    [ClangTheory]
    [InlineData("features", 3)] // of the others, one is in full precision, two have rows with scales of their own, one has two scales
    [InlineData("images", 2)]
    public void Agree_with_the_quantized_weights(string name, int packed)
    {
        StepCase @case = TensorStepTests.Cases[name];
        Assert.Equal(packed, DeviceModel.NetworkOf(@case.Model).Packed.Length);
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        int outputs = labels.Length * DeviceModel.NetworkOf(@case.Model).Outputs;
        using DeviceModel other = new(@case, seed: 2);
        using DeviceModel model = new(@case);
        Compare(model); // after the first quantization; this takes a step, too
        Compare(model);
        model.Step(true, inputs, labels);
        Compare(model);

        using DeviceModel diverging = new(@case with { LearningRate = 1e30 });
        float[] before = Quantized(diverging);
        Assert.True(float.IsFinite(diverging.Step(true, inputs, labels))); // at the trial's weights it is not
        Assert.Equal(UpdateKind.Backtrack, diverging.Whole.TakeFault()?.Kind);
        diverging.Show(steps: 0);
        Assert.Equal(before, Quantized(diverging));
        other.Whole.Take(diverging.Store);
        Assert.Equal(other.Predict(inputs, outputs), diverging.Predict(inputs, outputs));

        void Compare(DeviceModel model)
        {
            other.Whole.Take(model.Store);
            other.Store.StepCount = model.Store.StepCount;
            Assert.Equal(other.Predict(inputs, outputs), model.Predict(inputs, outputs));
            Assert.Equal(other.Step(false, inputs, labels), model.Step(false, inputs, labels));
            Assert.Equal(Quantized(other), Quantized(model)); // gradients come by weights in the order of inputs
        }
    }

    private static float[] Quantized(DeviceModel model) =>
        [.. model.Store.Stored.SelectMany(parameter => parameter.Quantized.data<float>().ToArray())];
}
