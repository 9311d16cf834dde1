using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>Properties of the two step functions that need no reference.</summary>
public sealed class StepPropertyTests
{
    [Fact]
    public void Running_statistics_move_once_per_backtrack_step()
    {
        using var laq = EngineModel.Make<SmallLeNet>(1);
        using var backtrack = EngineModel.Make<SmallLeNet>(1);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(laq.Info, 1);
        laq.Step(input, labels);
        backtrack.BacktrackStep(input, labels);

        foreach ((BatchNormState expected, BatchNormState actual) in laq.BatchNorms.Zip(backtrack.BatchNorms))
        {
            Assert.DoesNotContain(0, expected.RunningMean.ToDoubles());
            Assert.Equal(expected.RunningMean.ToDoubles(), actual.RunningMean.ToDoubles());
            Assert.Equal(expected.RunningVariance.ToDoubles(), actual.RunningVariance.ToDoubles());
        }
    }

    [Fact]
    public void Prediction_changes_nothing()
    {
        using var model = EngineModel.Make<SmallLeNet>(1);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(model.Info, 1);
        model.Step(input, labels);
        double[] before = State(model);
        using torch.Tensor first = model.Predict(input);
        using torch.Tensor second = model.Predict(input);

        Assert.Equal(first.ToDoubles(), second.ToDoubles());
        Assert.Equal(before, State(model));
        Assert.False(first.requires_grad);
    }

    [Fact]
    public void A_backtrack_step_with_a_blend_near_one_is_nearly_a_LAQ_step()
    {
        double near = Apart<NearlyLaqMlp>();
        double far = Apart<BinaryMlp>();

        // The two directions differ by at most about 2η, and 1 − a = 1e-4 of that counts.
        Assert.InRange(near, 0, 2 * 0.01 * 1e-4);
        Assert.True(far > 500 * near, $"blend 0.9999: {near}, blend 0.6: {far}");
    }

    [Fact]
    public void A_trial_step_leaves_latent_weights_and_scales_alone()
    {
        using BinaryMlp model = new(seed: 1);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(BinaryMlp.Info, 1);
        model.Step(input, labels);
        double[][] latent = [.. model.Layers.Select(layer => layer.Latent.ToDoubles())];
        double[][] scales = [.. model.Layers.Select(layer => layer.Scale.ToDoubles())];
        double[][] gamma = [.. model.Layers.Select(layer => layer.BatchNorm!.Weight.Latent.ToDoubles())];

        // γ and β of the trial are ±1e30, so its loss overflows and the step ends between its two halves.
        model.LearningRate = 1e30f;
        TrainingDivergedException stopped = Assert.Throws<TrainingDivergedException>(() => model.BacktrackStep(input, labels));

        Assert.Equal(TrainingPhase.Backtrack, stopped.Phase);
        Assert.Equal(latent, model.Layers.Select(layer => layer.Latent.ToDoubles()));
        Assert.Equal(scales, model.Layers.Select(layer => layer.Scale.ToDoubles()));
        Assert.Equal(gamma, model.Layers.Select(layer => layer.BatchNorm!.Weight.Latent.ToDoubles()));
    }

    [Fact]
    public void Quantized_latent_weights_stay_within_one_and_full_precision_is_not_clipped()
    {
        using MixedMlp model = new(seed: 1);
        model.LearningRate = 1.5f;
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(MixedMlp.Info, 1);
        model.Step(input, labels);

        Assert.Equal(1, model.Second.Latent.ToDoubles().Max(Math.Abs));
        Assert.InRange(model.First.Latent.ToDoubles().Max(Math.Abs), 1.4, 2.2);
        model.BacktrackStep(input, labels);
        Assert.Equal(1, model.Second.Latent.ToDoubles().Max(Math.Abs));
        Assert.Equal(model.First.Latent.ToDoubles(), model.First.Quantized.ToDoubles());
    }

    /// <summary>
    /// Median distance of a latent weight after one LAQ step and after one backtrack step. Not the largest: the preconditioner makes
    /// much of the trial where it comes to a gradient far larger than the present one.
    /// </summary>
    private static double Apart<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using var laq = EngineModel.Make<TModel>(1);
        using var backtrack = EngineModel.Make<TModel>(1);
        (torch.Tensor input, torch.Tensor labels) = Batches.Draw(laq.Info, 1);
        laq.Step(input, labels);
        backtrack.BacktrackStep(input, labels);
        double[] distances =
        [
            .. laq.Parameters.Zip(backtrack.Parameters)
                .SelectMany(pair => pair.First.Latent.ToDoubles().Zip(pair.Second.Latent.ToDoubles(), (x, y) => Math.Abs(x - y))).Order(),
        ];
        return distances[distances.Length / 2];
    }

    private static double[] State(EngineModel model) =>
    [
        .. model.Parameters.SelectMany(p => new[] { p.Latent, p.Quantized, p.FirstMoment, p.SecondMoment }).SelectMany(x => x.ToDoubles()),
        .. model.BatchNorms.SelectMany(norm => new[] { norm.RunningMean, norm.RunningVariance }).SelectMany(x => x.ToDoubles()),
    ];
}
