using QuantDsl.CompilerServices;
using QuantDsl.Tests.Training;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda.Runtime;

[Trait("Category", "Cuda")]
public class StepLossTests
{
    [Fact]
    public void On_the_CPU_the_loss_is_known_at_once_and_the_tensor_remains_the_callers()
    {
        using Tensor cost = tensor(1.5f);
        using var loss = StepLoss.Of(cost, new IdleEngine());
        TestTensors.Fill(cost, 2f);

        Assert.True(loss.IsKnown);
        Assert.Equal(1.5f, loss.Value);
        Assert.Equal(1.5f, loss.Fetch());
        Assert.Equal(2f, cost.item<float>());
    }

    [Fact]
    public void A_session_counts_a_known_loss_like_its_number()
    {
        using TrainingSession session = Runs.Start(epochs: 1, steps: 2);
        session.BeginEpoch(1, TrainingPhase.Laq, 0.1f);
        foreach (float value in new[] { 1f, 4f })
        {
            using Tensor cost = tensor(value);
            session.EndStep(StepLoss.Of(cost, new IdleEngine()));
        }
        session.EndEpoch(null, null);

        EpochReport epoch = Assert.Single(session.Complete(null).Epochs);
        Assert.Equal((2.5, 2L), (epoch.TrainLoss, epoch.Steps));
    }

    [Fact]
    public void A_known_loss_that_is_not_finite_ends_training()
    {
        using TrainingSession session = Runs.Start();
        session.BeginEpoch(1, TrainingPhase.Laq, 0.1f);
        using Tensor cost = tensor(float.NaN);

        TrainingDivergedException diverged = Assert.Throws<TrainingDivergedException>(
            () => session.EndStep(StepLoss.Of(cost, new IdleEngine())));

        Assert.Equal(1, diverged.Step);
        Assert.Contains("the loss is NaN or infinite", diverged.Message);
    }

    /// <summary>An engine on the CPU.</summary>
    private sealed class IdleEngine : IUpdateEngine
    {
        public void Run(UpdateKind kind, in AdamStep step, in Gradients gradients)
        {
        }

        public void Requantize(int parameter) => throw new NotSupportedException();

        public void TakeBackTrial() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
