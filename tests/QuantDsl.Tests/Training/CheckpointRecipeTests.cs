using QuantDsl.Formats;
using QuantDsl.Tests.Data;
using QuantDsl.Tests.Formats;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Training;

/// <summary>A checkpoint goes on only with the recipe that it was begun with.</summary>
public sealed class CheckpointRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FitOptions _options;

    public CheckpointRecipeTests()
    {
        _options = SmallData.Quiet(1) with { CheckpointPath = Path };
        using var model = new Recipes.Base.Net(seed: 1);
        model.Fit(SmallData.Train, options: _options);
    }

    private string Path => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_recipe_goes_on()
    {
        using var model = new Recipes.Base.Net(seed: 1);
        Assert.Equal(2, model.Fit(SmallData.Train, options: _options with { Epochs = 2 }).Epochs.Count);
    }

    [Fact]
    public void The_loss() => Refused<Recipes.OtherLoss.Net>("the loss is 'squared hinge' there, but 'cross-entropy' now");

    [Fact]
    public void The_blend() => Refused<Recipes.OtherBlend.Net>("the blend is '0.6' there, but '0.9' now");

    [Fact]
    public void The_period() => Refused<Recipes.OtherPeriod.Net>("the period of backtracking is '2' there, but '1' now");

    [Fact]
    public void The_moments_of_the_trial() => Refused<Recipes.OtherMoments.Net>(
        "the use of the trial's moments is 'blended' there, but 'discarded' now");

    [Fact]
    public void Beta1_of_Adam() => Refused<Recipes.OtherBeta1.Net>("the β₁ of Adam is '0.9' there, but '0.8' now");

    [Fact]
    public void Beta2_of_Adam() => Refused<Recipes.OtherBeta2.Net>("the β₂ of Adam is '0.999' there, but '0.99' now");

    [Fact]
    public void Epsilon_of_Adam() => Refused<Recipes.OtherEpsilon.Net>("the ε of Adam is '1E-08' there, but '1E-06' now");

    [Fact]
    public void The_learning_rate() => Refused<Recipes.OtherRate.Net>("the learning rate at the start is '0.01' there, but '0.02' now");

    [Fact]
    public void The_decay() => Refused<Recipes.OtherDecay.Net>(
        "the learning-rate decay is '×0.5 every 2 epochs' there, but '×0.25 every 2 epochs from epoch 4 on, at most 4 times' now");

    [Fact]
    public void The_schedule() => Refused<Recipes.OtherSchedule.Net>(
        "the learning-rate decay is '×0.5 every 2 epochs' there, but "
        + "'warm-up over 1 epoch from ×0.01, then along a cosine to ×0 after 9 epochs' now");

    [Fact]
    public void The_decay_of_weights() => Refused<Recipes.OtherOptimizer.Net>("the weight decay is 'none' there, but '0.05' now");

    [Fact]
    public void The_clip() => Refused<Recipes.OtherClip.Net>("the gradient clip is 'none' there, but '0.25' now");

    [Fact]
    public void The_batch_size() => Refused<Recipes.OtherBatch.Net>("the batch size is '32' there, but '33' now");

    [Fact]
    public void Epsilon_of_batch_normalisation() =>
        Refused<Recipes.OtherNormEpsilon.Net>("the batch-norm ε of Second is '0.0001' there, but '0.5' now");

    [Fact]
    public void Momentum_of_batch_normalisation() =>
        Refused<Recipes.OtherNormMomentum.Net>("the batch-norm momentum of Second is '0.1' there, but '0.2' now");

    [Fact]
    public void A_bias_at_another_layer() => Refused<Recipes.OtherBias.Net>("the bias of Hidden is 'yes' there, but 'no' now");

    [Fact]
    public void Another_normalization_of_the_same_data()
    {
        using Dataset first = Images(Normalization.ToMinusOneToOne);
        using Dataset second = Images(new Normalization(0.25f, 0.5f));
        FitOptions options = _options with { CheckpointPath = _folder.File("idx.checkpoint") };
        using (var model = new Recipes.Base.Net(seed: 1))
            model.Fit(first, options: options);
        using var other = new Recipes.Base.Net(seed: 1);
        string message = Assert.Throws<ModelFileException>(() => other.Fit(second, options: options)).Message;
        Assert.Contains("the training set is", message);
        Assert.Contains("Mean = 0.25, StandardDeviation = 0.5", message);

        Dataset Images(Normalization normalization)
        {
            string images = _folder.Write("images", IdxBytes.Images(40, 28, 28));
            string labels = _folder.Write("labels", IdxBytes.Labels(40, 10));
            return Dataset.FromIdx(images, labels, normalization);
        }
    }

    /// <summary>A checkpoint of an earlier version says nothing of the recipe, so it may be that of another one.</summary>
    [Fact]
    public void A_checkpoint_without_a_recipe_is_refused()
    {
        List<KeyValuePair<string, Tensor>> tensors = [];
        Dictionary<string, string> metadata;
        using (var file = SafetensorsFile.Open(Path))
        {
            metadata = file.Metadata.Where(entry => entry.Key != "quantdsl.run.loss").ToDictionary();
            foreach (SafetensorsEntry entry in file.Entries)
            {
                Tensor values = zeros([.. entry.Shape]);
                file.Read(entry.Name, values);
                tensors.Add(new(entry.Name, values));
            }
        }
        TensorFiles.Write(Path, tensors, metadata);
        tensors.ForEach(tensor => tensor.Value.Dispose());
        Refused<Recipes.Base.Net>("it does not record the loss");
    }

    /// <summary>Refused by the difference, with what to do, and with the model as it was.</summary>
    private void Refused<TModel>(string difference)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        byte[] before = ModelBits.Of(model);
        string message = Assert.Throws<ModelFileException>(() => model.Fit(SmallData.Train, options: _options)).Message;
        Assert.Contains(Path, message);
        Assert.Contains(difference, message);
        Assert.EndsWith(
            "Resume with the declaration and the options it was started with, use another path, or delete the file to start again.",
            message);
        Assert.Equal(before, ModelBits.Of(model));
    }
}
