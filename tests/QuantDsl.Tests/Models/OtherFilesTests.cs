using QuantDsl.Formats;
using QuantDsl.Tests.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Weights out of files that <c>Load</c> refuses: checkpoints, and what was renamed or saved by another program.</summary>
public sealed class OtherFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("other.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_is_named_and_gives_its_best_weights()
    {
        using var model = new TinyMlp(seed: 1);
        TrainingReport report = model.Fit(
            SmallData.Train, SmallData.Mislabelled, SmallData.Quiet(6) with { CheckpointPath = Path, RestoreBest = true });
        Assert.NotEqual(6, report.BestEpoch); // or the test shows nothing

        string message = Assert.Throws<ModelFileException>(() => TinyMlp.Load(Path)).Message;
        Assert.Contains("is the checkpoint of a training run", message);
        Assert.Contains("TinyMlp.LoadCheckpoint", message);
        using var best = TinyMlp.LoadCheckpoint(Path);
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(best));
    }

    [Fact]
    public void A_model_is_no_checkpoint_and_neither_is_that_of_another()
    {
        using var model = new TinyMlp(seed: 1);
        model.Save(Path);
        Assert.Contains("is not a checkpoint", Assert.Throws<ModelFileException>(() => TinyMlp.LoadCheckpoint(Path)).Message);
        model.Fit(SmallData.Train, options: SmallData.Quiet(1) with { CheckpointPath = _folder.File("run") });
        Assert.Contains(
            "holds another model", Assert.Throws<ModelFileException>(() => TinyMlpTernary.LoadCheckpoint(_folder.File("run"))).Message);
    }

    [Fact]
    public void A_file_without_metadata_gives_its_tensors()
    {
        using TinyMlp model = Trained();
        Rewrite(model, name => name, metadata => []);
        Assert.Contains("TinyMlp.LoadWeights", Assert.Throws<ModelFileException>(() => TinyMlp.Load(Path)).Message);
        using var loaded = TinyMlp.LoadWeights(Path);

        Assert.Equal(ModelBits.Of(model.Fc2.Latent), ModelBits.Of(loaded.Fc2.Latent));
        Assert.Equal(ModelBits.Of(model.Fc2.Scale), ModelBits.Of(loaded.Fc2.Scale));
        Assert.Equal(model.Evaluate(SmallData.Test), loaded.Evaluate(SmallData.Test));
        using Tensor moment = loaded.Fc2.SecondMoment;
        Assert.Equal(0, moment.abs().max().item<float>()); // nobody knows after how many steps they were
    }

    [Fact]
    public void What_was_renamed_is_the_same_model()
    {
        using TinyMlp model = Trained();
        Rewrite(model, name => name.Replace("Fc2.", "Hidden."), metadata => new(metadata)
        {
            ["quantdsl.model"] = "OldName",
            ["quantdsl.layers"] = "Fc1, Hidden, Out",
        });
        Assert.Contains("TinyMlp.LoadWeights", Assert.Throws<ModelFileException>(() => TinyMlp.Load(Path)).Message);
        Assert.Contains("'Hidden.", Assert.Throws<ModelFileException>(() => TinyMlp.LoadWeights(Path)).Message);
        var unknown = new Dictionary<string, string> { ["Fc3"] = "Hidden" };
        Assert.Contains("TinyMlp has no layer Fc3", Assert.Throws<ArgumentException>(() => TinyMlp.LoadWeights(Path, unknown)).Message);
        using var loaded = TinyMlp.LoadWeights(Path, new Dictionary<string, string> { ["Fc2"] = "Hidden" });

        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded)); // moments, steps and all
    }

    /// <summary>Of a data set's last batch, say.</summary>
    [Fact]
    public void No_samples_have_no_logits()
    {
        using var model = new TinyMlp(seed: 1);
        model.Predict(ReadOnlySpan<float>.Empty, Span<float>.Empty);
        using Tensor none = zeros([0, 1, 28, 28]);
        using Tensor logits = model.Predict(none);
        Assert.Equal([0L, 10], logits.shape);
    }

    private static TinyMlp Trained()
    {
        var model = new TinyMlp(seed: 1);
        model.Fit(SmallData.Train, options: SmallData.Quiet(1));
        return model;
    }

    private void Rewrite(TinyMlp model, Func<string, string> name, Func<Dictionary<string, string>, Dictionary<string, string>> metadata)
    {
        model.Save(Path);
        List<KeyValuePair<string, Tensor>> tensors = [];
        Dictionary<string, string> known;
        using (var file = SafetensorsFile.Open(Path))
        {
            known = file.Metadata.ToDictionary();
            foreach (SafetensorsEntry entry in file.Entries)
            {
                tensors.Add(new(name(entry.Name), zeros([.. entry.Shape])));
                file.Read(entry.Name, tensors[^1].Value);
            }
        }
        TensorFiles.Write(Path, tensors, metadata(known));
        tensors.ForEach(tensor => tensor.Value.Dispose());
    }
}
