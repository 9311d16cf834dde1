using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class DisposalTests
{
    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var model = new TinyDropoutNet();
        SmallData.Steps(model, 0, 2); // so that it has dropout masks
        model.Dispose();
        model.Dispose();
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        var model = new TinyMlp();
        model.Dispose();
        string path = Path.Combine(Path.GetTempPath(), $"quantdsl-{Guid.NewGuid():N}.safetensors");
        SmallData.WithBatch(0, (input, labels) =>
        {
            Says(() => model.Step(input, labels));
            Says(() => model.BacktrackStep(input, labels));
            Says(() => model.Predict(input).Dispose());
        });
        Says(() => model.Evaluate(SmallData.Test));
        Says(() => model.Fit(SmallData.Train, options: SmallData.Quiet()));
        Says(() => model.Save(path));
        Assert.False(File.Exists(path));

        static void Says(Action use) => Assert.Equal("TinyMlp", Assert.Throws<ObjectDisposedException>(use).ObjectName);
    }

    [Fact]
    public void A_tensor_of_a_layer_outlives_the_model()
    {
        Tensor kept;
        byte[] expected;
        using (var model = new TinyMlp())
        {
            kept = model.Fc1.Quantized;
            expected = ModelBits.Of(StoredParameter.Of(model.Fc1.Weight).QuantizedMemory);
        }
        using (kept)
            Assert.Equal(expected, ModelBits.Of(kept));
    }
}
