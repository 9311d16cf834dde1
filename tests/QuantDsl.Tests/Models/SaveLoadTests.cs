using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class SaveLoadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quantdsl-test-");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void Binary_mlp() => Check<TinyMlp>();

    [Fact]
    public void Ternary_mlp() => Check<TinyMlpTernary>();

    [Fact]
    public void Three_bit_mlp() => Check<TinyMlpThreeBit>();

    [Fact]
    public void Full_precision_mlp() => Check<TinyMlpFullPrecision>();

    [Fact]
    public void Binary_convolutional_network() => Check<TinyConvNet>();

    [Fact]
    public void Three_bit_convolutional_network() => Check<TinyConvNetThreeBit>();

    [Fact]
    public void Network_with_dropout_draws_the_same_masks() => Check<TinyDropoutNet>();

    /// <summary>A loaded model predicts the same bits, and goes on as if it had never been saved.</summary>
    private void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        string path = PathOf("model.safetensors");
        using TModel model = TModel.Create(seed: -5);
        model.LearningRate = 0.003f;
        SmallData.Steps(model, first: 0, count: 5);
        model.Save(path);
        byte[] once = File.ReadAllBytes(path);
        model.Save(path);
        Assert.Equal(once, File.ReadAllBytes(path));

        using TModel loaded = TModel.Load(path);
        Assert.Equal(0.003f, loaded.LearningRate);
        Assert.Equal(once, ModelBits.Of(loaded));
        using (Tensor expected = model.Predict(SmallData.Test.Inputs))
        using (Tensor actual = loaded.Predict(SmallData.Test.Inputs))
            Assert.Equal(ModelBits.Of(expected), ModelBits.Of(actual));

        SmallData.Steps(model, first: 5, count: 6);
        SmallData.Steps(loaded, first: 5, count: 6);
        Assert.NotEqual(once, ModelBits.Of(model));
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));

        // Fit shuffles by the model's seed, which the file holds too.
        model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 1));
        loaded.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 1));
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));
    }

    [Fact]
    public void The_file_names_what_pytorch_names_and_holds_all_that_training_needs()
    {
        using var model = new TinyDropoutNet();
        model.Save(PathOf("model.safetensors"));
        using var file = QuantDsl.Formats.SafetensorsFile.Open(PathOf("model.safetensors"));
        string[] expected =
        [
            .. Quantized("Fc1"), .. Norm("Fc1"), .. Quantized("Fc2"), .. Norm("Fc2"), .. Plain("Out.weight"), .. Plain("Out.bias"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), file.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));

        static string[] Plain(string name) => [name, $"{name}.latent", $"{name}.first_moment", $"{name}.second_moment"];
        static string[] Quantized(string layer) => [.. Plain($"{layer}.weight"), $"{layer}.weight.scale"];
        static string[] Norm(string layer) =>
            [.. Plain($"{layer}.norm.weight"), .. Plain($"{layer}.norm.bias"), $"{layer}.norm.running_mean", $"{layer}.norm.running_var"];
    }

    [Fact]
    public void An_existing_file_survives_a_failed_save()
    {
        string path = PathOf("model.safetensors");
        using var model = new TinyMlp();
        model.Save(path);
        byte[] before = File.ReadAllBytes(path);
        SmallData.Steps(model, 0, 1);
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            ModelFileException refused = Assert.Throws<ModelFileException>(() => model.Save(path));
            Assert.Contains(path, refused.Message);
        }
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Throws<ModelFileException>(() => model.Save(PathOf("missing/model.safetensors")));
        Assert.Throws<ModelFileException>(() => model.Save(_folder.FullName));
        Assert.Equal(["model.safetensors"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
