using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// The loss of the first half of a backtrack step is on the device. If the second half fails, nobody can fetch it any more.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class FailedTrialTests
{
    [ClangFact]
    public void A_trial_that_fails_releases_both_losses()
    {
        using var model = new BinaryMlp(seed: 1);
        EmulatedEngine.Attach((ParameterStore)Field(model, "_store"));
        (Tensor input, Tensor labels) = Engine.Batches.Draw(BinaryMlp.Info, seed: 2);
        using (input)
        using (labels)
        {
            model.BacktrackStep(input, labels);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TrialMemory(model)[0].Dispose(); // there the gradient at the trial weights would go
            long before = TestTensors.CountAlive();
            Assert.ThrowsAny<InvalidOperationException>(() => model.BacktrackStep(input, labels));
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    private static Tensor[] TrialMemory(BinaryMlp model)
    {
        var tape = (GradientTape)Field(model, "_tape");
        return (Tensor[])Field(tape, "_trialMemory");
    }

    private static object Field(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!;
}
