using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Memory;

/// <summary>Whatever type a program makes its tensors of, ours are float32.</summary>
[Collection(AloneCollection.Name)]
public sealed class DefaultTypeTests
{
    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float64)]
    public void Models_and_data_do_not_depend_on_the_default_type(ScalarType type)
    {
        (byte[] Bits, float[] Logits) expected = Train();
        ScalarType before = get_default_dtype();
        set_default_dtype(type);
        try
        {
            for (int i = 0; i < 3; i++)
            {
                var forgotten = new TinyConvNet(seed: i); // the finalizers are part of the test
                _ = forgotten.Conv1.Latent;
                (byte[] bits, float[] logits) = Train();
                Assert.Equal(expected.Bits, bits);
                Assert.Equal(expected.Logits, logits);
            }
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            set_default_dtype(before);
        }
    }

    private static (byte[] Bits, float[] Logits) Train()
    {
        using var model = new TinyDropoutNet(seed: 3);
        using var data = Dataset.FromArrays(Pixels(), [1, 28, 28], [0, 1, 2, 3], classes: 10);
        data.Slice(0, 4, out Tensor input, out Tensor labels);
        using (input)
        using (labels)
        {
            model.Step(input, labels);
            model.BacktrackStep(input, labels);
            using Tensor logits = model.Predict(input);
            using Tensor latent = model.Fc1.Latent;
            Assert.Equal((ScalarType.Float32, ScalarType.Float32, ScalarType.Float32), (input.dtype, logits.dtype, latent.dtype));
            return (ModelBits.Of(model), logits.data<float>().ToArray());
        }
    }

    private static float[] Pixels() => [.. Enumerable.Range(0, 4 * 784).Select(i => (i % 7 / 7f) - 0.5f)];
}
