using QuantDsl.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D7: a model or data set that is made, or first used, in a dispose scope outlives it.</summary>
public sealed class DisposeScopeTests
{
    [Fact]
    public void A_model_that_was_made_and_trained_in_a_scope_goes_on_outside_of_it()
    {
        using Tensor image = zeros(1, 1, 28, 28);
        TinyDropoutNet model;
        using (NewDisposeScope())
        {
            model = new TinyDropoutNet(seed: 1);
            SmallData.Steps(model, first: 0, count: 2);
            _ = (model.Fc1.Latent, model.Fc1.Quantized, model.Fc1.Weight, model.Fc1.BatchNorm!.RunningMean, model.Predict(image));
        }
        using (model)
        {
            using Tensor logits = model.Predict(image);
            Assert.True(float.IsFinite(logits[0, 0].item<float>()));
            SmallData.Steps(model, first: 2, count: 2);
            using Tensor latent = model.Fc1.Latent;
            Assert.False(latent.IsInvalid);
        }
    }

    [Fact]
    public void A_data_set_that_was_made_in_a_scope_trains_outside_of_it()
    {
        Dataset ofArrays, ofTensors;
        using (NewDisposeScope())
        {
            ofArrays = Dataset.FromArrays(new float[64 * 784], [1, 28, 28], new long[64], classes: 10);
            _ = (ofArrays.Inputs, ofArrays.Labels);
            ofTensors = new Dataset(zeros(64, 1, 28, 28), zeros(64, dtype: ScalarType.Int64), classes: 10);
        }
        foreach (Dataset data in (Dataset[])[ofArrays, ofTensors])
        {
            using (data)
            {
                using var model = new TinyMlp(seed: 1);
                Assert.Single(model.Fit(data, data, SmallData.Quiet(1)).Epochs);
                Assert.Equal(64, data.Inputs.size(0));
            }
        }
    }
}
