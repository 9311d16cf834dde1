using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine.ZigZag;

/// <summary>Measuring changes no bit of what is learnt, threads change no bit of what is measured, and a fit reports it.</summary>
[Collection(AloneCollection.Name)]
public sealed class MeasuredTrainingTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public void Dispose() => ThreadCount.Value = _threads;

    [Fact]
    public void Weights_are_the_same_bits_as_without_measuring()
    {
        Assert.Equal(DigestOf<EveryTiled>(), DigestOf<MeasuredTiled>());
        Assert.Equal(DigestOf<EverySmall>(), DigestOf<MeasuredSmall>());
        Assert.Equal(DigestOf<TiledPerChannel>(), DigestOf<MeasuredPerChannel>());

        static string DigestOf<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using var model = TiledModel.Make<TModel>();
            return UpdateDigest.Of(model);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_of_the_measures()
    {
        Check<MeasuredTiled>();
        Check<MeasuredPerChannel>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            string[] digests = [.. new[] { 1, 2, 3, 7 }.Select(threads =>
            {
                ThreadCount.Value = threads;
                return MeasuresDigest.Of<TModel>();
            })];
            Assert.All(digests, digest => Assert.Equal(digests[0], digest));
        }
    }

    [Fact]
    public void A_fit_reports_each_epochs_measures_and_learns_the_same()
    {
        using var plain = new TinyMlpTernary(seed: 4);
        using var measured = new MeasuredDigits(seed: 4);
        Assert.Empty(measured.ZigZag);
        TrainingReport without = plain.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet());
        TrainingReport with = measured.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet());

        Assert.Equal(ModelBits.Of(plain.Fc2.Latent), ModelBits.Of(measured.Fc2.Latent));
        Assert.All(without.Epochs, epoch => Assert.Null(epoch.ZigZag));
        Assert.DoesNotContain("zigZag", without.ToJson());
        foreach (EpochReport epoch in with.Epochs)
        {
            Assert.Equal(["Fc1.weight", "Fc2.weight", "Out.weight"], epoch.ZigZag!.Select(measures => measures.Parameter));
            foreach (ZigZagMeasures measures in epoch.ZigZag!)
            {
                Assert.InRange(measures.LevelFlips, 1e-6, 1);
                Assert.InRange(measures.LargestSwing, 1e-6, 2);
                Assert.InRange(measures.SignChanges!.Value, 1e-6, 1);
                Assert.InRange(measures.GradientCosine!.Value, -1, 1);
                Assert.Equal(epoch.Phase == TrainingPhase.Backtrack, measures.TrialCosine is not null);
            }
        }
        var read = TrainingReport.FromJson(with.ToJson());
        Assert.Equal(with, read);
        Assert.Equal(with.Epochs[1].ZigZag!, read.Epochs[1].ZigZag!);
        Assert.Equal(
            measured.ZigZag.Select(measures => measures.Parameter),
            with.Epochs[^1].ZigZag!.Select(measures => measures.Parameter));
    }

    /// <summary>An epoch of one step reports that step.</summary>
    [Fact]
    public void An_epoch_begins_anew()
    {
        using var model = new MeasuredDigits(seed: 4);
        SmallData.Steps(model, 0, 3);
        (Dataset one, _) = Dataset.DrawnDigits(train: SmallData.Batch, test: 1, seed: 3);
        using (one)
        {
            TrainingReport report = model.Fit(one, options: SmallData.Quiet(epochs: 2));
            Assert.Equal(model.ZigZag, report.Epochs[1].ZigZag!);
            Assert.NotEqual(model.ZigZag, report.Epochs[0].ZigZag!);
            // The step before was none of the fit's.
            Assert.All(report.Epochs[0].ZigZag!, measures => Assert.NotNull(measures.GradientCosine));
        }
    }

    [Fact]
    public void A_model_set_back_to_its_best_epoch_has_no_step_before()
    {
        using var model = new MeasuredDigits(seed: 4);
        TrainingReport report = model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet() with { RestoreBest = true });
        SmallData.Steps(model, 0, 1);
        Assert.NotNull(report.BestEpoch);
        Assert.All(model.ZigZag, measures => Assert.Equal((null, null), (measures.SignChanges, measures.GradientCosine)));
        SmallData.Steps(model, 2, 1);
        Assert.All(model.ZigZag, measures => Assert.NotNull(measures.GradientCosine));
    }

    [Fact]
    public void A_saved_model_goes_on_without_a_step_before()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.safetensors");
        using var model = new MeasuredDigits(seed: 4);
        SmallData.Steps(model, 0, 3);
        model.Save(path);
        using var loaded = MeasuredDigits.Load(path);
        Assert.Empty(loaded.ZigZag);
        SmallData.Steps(model, 4, 1);
        SmallData.Steps(loaded, 4, 1);
        Assert.Equal(model.ZigZag.Select(measures => measures with { SignChanges = null, GradientCosine = null }), loaded.ZigZag);
        Assert.Equal(ModelBits.Of(model.Out.Latent), ModelBits.Of(loaded.Out.Latent));
    }
}
