using QuantDsl.Tests.Cuda.Models;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>
/// What a model with <see cref="ZigZagAttribute"/> measures on the emulated device: the same as on the CPU, but for weights that are tied
/// otherwise because sums there have another order.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class DeviceMeasuresTests : OnEmulatedCuda
{
    private const int Size = 16; // of a minibatch

    [ClangFact]
    public void A_run_measures_as_on_the_CPU()
    {
        using Dataset train = Data(4 * Size);
        using CudaMeasuredMlp here = new(seed: 3), there = new(Cuda, seed: 3);
        Assert.Empty(there.ZigZag);
        (float[] inputs, int[] labels) = Batch(Size, seed: 4);
        here.Step(inputs, labels);
        there.Step(inputs, labels); // the step before the first of the run
        Close(here.ZigZag, there.ZigZag);
        Assert.All(there.ZigZag, measures => Assert.Null(measures.GradientCosine));

        TrainingReport expected = here.Fit(train, null, Quiet()), actual = there.Fit(train, null, Quiet());

        foreach ((EpochReport e, EpochReport a) in expected.Epochs.Zip(actual.Epochs))
        {
            Close(e.ZigZag!, a.ZigZag!);
            Assert.All(a.ZigZag!, measures => Assert.Equal(a.Phase == TrainingPhase.Backtrack, measures.TrialCosine is not null));
        }
        Close(here.ZigZag, there.ZigZag);
        Assert.All(there.ZigZag, measures => Assert.NotNull(measures.GradientCosine));
    }

    /// <summary>Within a LAQ epoch, and within one that backtracks; also from the device to the CPU, and the other way.</summary>
    [ClangTheory]
    [InlineData(1, 3, true, true)]
    [InlineData(2, 1, true, true)]
    [InlineData(1, 3, true, false)]
    [InlineData(1, 3, false, true)]
    public void An_interrupted_run_goes_on_measuring(int epoch, int step, bool begins, bool ends)
    {
        using TemporaryFolder folder = new();
        using Dataset train = Data(4 * Size);
        using CudaMeasuredMlp whole = Make(isOnCuda: true), resumed = Make(ends);
        TrainingReport expected = whole.Fit(train, null, Quiet());
        using (CancellationTokenSource stop = new())
        using (CudaMeasuredMlp interrupted = Make(begins))
        {
            interrupted.Fit(train, null, Quiet(folder.File("run"), stop.Token, report =>
            {
                if (report.Epoch == epoch && report.Step == step)
                    stop.Cancel();
            }));
        }

        TrainingReport report = resumed.Fit(train, null, Quiet(folder.File("run")));

        foreach ((EpochReport e, EpochReport a) in expected.Epochs.Zip(report.Epochs))
        {
            if (begins && ends)
                Assert.Equal(e.ZigZag!, a.ZigZag!);
            else
                Close(e.ZigZag!, a.ZigZag!);
        }
        if (begins && ends)
        {
            Assert.Equal(whole.ZigZag, resumed.ZigZag);
            Assert.Equal(ModelBits.Of(whole), ModelBits.Of(resumed));
        }
    }

    [ClangFact]
    public void What_is_replaced_has_no_step_before_and_what_fails_is_not_measured()
    {
        using CudaMeasuredMlp model = new(Cuda, seed: 3);
        (float[] inputs, int[] labels) = Batch(Size);
        model.Step(inputs, labels);
        model.Step(inputs, labels);
        Assert.All(model.ZigZag, measures => Assert.NotNull(measures.GradientCosine));
        IReadOnlyList<ZigZagMeasures> last = model.ZigZag;
        float[] broken = [.. inputs];
        broken[7] = float.NaN;
        Assert.Throws<TrainingDivergedException>(() => model.BacktrackStep(broken, labels));
        Assert.Equal(last, model.ZigZag);
        model.Step(inputs, labels);
        Assert.All(model.ZigZag, measures => Assert.NotNull(measures.GradientCosine));

        model.Second.SetLatent(new float[35]);
        Assert.NotEmpty(model.ZigZag);
        model.Step(inputs, labels);
        Assert.All(model.ZigZag, measures => Assert.Equal((null, null), (measures.SignChanges, measures.GradientCosine)));
    }

    private static CudaMeasuredMlp Make(bool isOnCuda) => new(isOnCuda ? Cuda : torch.CPU, seed: 3);

    private static void Close(IReadOnlyList<ZigZagMeasures> expected, IReadOnlyList<ZigZagMeasures> actual)
    {
        Assert.Equal(expected.Select(measures => measures.Parameter), actual.Select(measures => measures.Parameter));
        foreach ((ZigZagMeasures e, ZigZagMeasures a) in expected.Zip(actual))
        {
            Assert.Equal(e.LargestSwing, a.LargestSwing, 1e-4);
            Assert.Equal(e.LevelFlips, a.LevelFlips, 0.02); // ties
            Assert.Equal(e.SignChanges ?? -1, a.SignChanges ?? -1, 0.02);
            Assert.Equal(e.GradientCosine ?? 2, a.GradientCosine ?? 2, 5e-3); // at weights of which some are tied otherwise
            Assert.Equal(e.TrialCosine ?? 2, a.TrialCosine ?? 2, 5e-3);
        }
    }

    private static FitOptions Quiet(string? checkpoint = null, CancellationToken stop = default, Action<StepReport>? onStep = null) => new()
    {
        Progress = ProgressMode.None,
        HandleCtrlC = false,
        CheckpointPath = checkpoint,
        CancellationToken = stop,
        OnStep = onStep,
    };
}
