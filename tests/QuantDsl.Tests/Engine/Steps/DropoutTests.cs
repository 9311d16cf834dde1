using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>Dropout by its properties: it is random, so it has no reference.</summary>
public sealed class DropoutTests
{
    [Fact]
    public void Both_passes_of_a_backtrack_step_share_one_mask()
    {
        using DropoutMlpFullPrecision model = new(seed: 1);

        // With hardly any step the trial weights are the current ones, and so is the gradient if the mask is.
        model.LearningRate = 1e-9f;
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(DropoutMlpFullPrecision.Info, 1);
        model.BacktrackStep(input, labels);

        // From zero moments, with g* = g: m = (a + (1−a)(1 + β1))(1−β1) g and v = (a + (1−a)(1 + β2))(1−β2) g².
        const double First = (0.6 + (0.4 * 1.9)) * 0.1;
        const double Second = (0.6 + (0.4 * 1.999)) * 0.001;
        int compared = 0;
        foreach (Layer layer in model.Layers)
        {
            foreach ((double m, double v) in layer.FirstMoment.ToDoubles().Zip(layer.SecondMoment.ToDoubles()))
            {
                if (Math.Abs(m) < 1e-4) continue;
                compared++;
                Assert.Equal(First * First / Second, m * m / v, First * First / Second * 1e-3);
            }
        }

        Assert.True(compared > 200, $"Only {compared} gradients to compare.");
    }

    [Fact]
    public void Is_seeded_and_prediction_draws_nothing()
    {
        using DropoutMlp one = new(seed: 3);
        using DropoutMlp other = new(seed: 3);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(DropoutMlp.Info, 1);
        for (int step = 0; step < 4; step++)
        {
            using torch.Tensor first = one.Predict(input);
            using torch.Tensor second = one.Predict(input);
            Assert.Equal(first.ToDoubles(), second.ToDoubles());
            float expected = step % 2 == 0 ? other.Step(input, labels) : other.BacktrackStep(input, labels);
            Assert.Equal(expected, step % 2 == 0 ? one.Step(input, labels) : one.BacktrackStep(input, labels));
        }

        Assert.Equal(other.Hidden1.Latent.ToDoubles(), one.Hidden1.Latent.ToDoubles());
    }

    [Fact]
    public void Every_step_draws_another_mask()
    {
        using DropoutMlp model = new(seed: 1);
        model.LearningRate = 1e-9f;
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(DropoutMlp.Info, 1);
        Assert.NotEqual(model.Step(input, labels), model.Step(input, labels), 1e-4f);
    }
}
