using QuantDsl.Tests.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

[Collection(AloneCollection.Name)]
public sealed class LoadRefusalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quantdsl-test-");
    private readonly string _path;

    public LoadRefusalTests()
    {
        _path = Path.Combine(_folder.FullName, "model.safetensors");
        using var model = new Variants.Base.Net();
        model.Save(_path);
    }

    [Fact]
    public void Another_name() => Refused<Variants.OtherName.Network>("the model's name is 'Net' in the file, but 'Network' in the class");

    [Fact]
    public void Another_input_shape() => Refused<Variants.OtherInput.Net>("the input shape is '6' in the file, but '7' in the class");

    [Fact]
    public void Another_number_of_classes() =>
        Refused<Variants.OtherClasses.Net>("the number of classes is '3' in the file, but '4' in the class");

    [Fact]
    public void Another_list_of_layers() =>
        Refused<Variants.OtherLayers.Net>("the list of layers is 'Hidden, Out' in the file, but 'Hidden, Hidden2, Out' in the class");

    [Fact]
    public void Other_operations() => Refused<Variants.OtherOperations.Net>(
        "the operations of Hidden is 'Linear(5) → BatchNorm → ReLU' in the file, but 'Linear(5) → BatchNorm' in the class");

    [Fact]
    public void Another_width_is_named_at_the_first_layer_that_differs() => Refused<Variants.OtherWidth.Net>(
        "the operations of Hidden is 'Linear(5) → BatchNorm → ReLU' in the file, but 'Linear(8) → BatchNorm → ReLU'");

    [Fact]
    public void Other_bits() => Refused<Variants.OtherBits.Net>(
        "the quantizer of Hidden is 'ternary, per layer' in the file, but 'linear 3 bits, per layer' in the class");

    [Fact]
    public void Other_scales() => Refused<Variants.OtherScale.Net>(
        "the quantizer of Hidden is 'ternary, per layer' in the file, but 'ternary, per channel' in the class");

    [Fact]
    public void Another_grid() => Refused<Variants.OtherGrid.Net>(
        "the quantizer of Hidden is 'ternary, per layer' in the file, but 'two-scale ternary, per layer' in the class");

    [Fact]
    public void Full_precision() =>
        Refused<Variants.NotQuantized.Net>(
            "the quantizer of Hidden is 'ternary, per layer' in the file, but 'full precision' in the class");

    [Fact]
    public void Another_epsilon_of_batch_normalisation() => Refused<Variants.OtherEpsilon.Net>(
        "the batch-norm ε of Hidden is '0.0001' in the file, but '0.5' in the class. Load it with the class it was saved from.");

    [Fact]
    public void Another_momentum_would_train_on_otherwise() => Refused<Variants.OtherMomentum.Net>(
        "the batch-norm momentum of Hidden is '0.1' in the file, but '0.5' in the class.");

    /// <summary>The file's bias would be left out, and the model would predict otherwise without a word.</summary>
    [Fact]
    public void A_bias_that_the_class_does_not_have()
    {
        using (var model = new Variants.OtherBias.Net())
            model.Save(_path);
        Refused<Variants.Base.Net>("it has a tensor 'Hidden.bias', which Net does not have. Load it with the class it was saved from.");
    }

    [Fact]
    public void A_bias_that_the_file_does_not_have() => Refused<Variants.OtherBias.Net>("it has no tensor 'Hidden.bias'");

    /// <summary>
    /// Before ε was written to files, a class with another ε could load them and predict otherwise: which one they were trained with is
    /// unknown.
    /// </summary>
    [Fact]
    public void A_file_of_an_earlier_version_that_does_not_say_its_epsilon()
    {
        Rewrite(metadata => metadata.Remove("quantdsl.layer.Hidden.batch_norm_epsilon"));
        Refused<Variants.Base.Net>(
            "it does not record the batch-norm ε of Hidden, like files of earlier versions. If 0.0001 is what it was trained with, add "
            + "'quantdsl.layer.Hidden.batch_norm_epsilon' with that value to its metadata; otherwise train it again.");

        Rewrite(metadata => metadata["quantdsl.layer.Hidden.batch_norm_epsilon"] = "0.0001");
        Variants.Base.Net.Load(_path).Dispose();
    }

    /// <summary>Without batch normalisation nothing is missing in such a file.</summary>
    [Fact]
    public void A_file_of_an_earlier_version_without_batch_normalisation_is_read()
    {
        using var model = new Variants.Raw();
        model.Save(_path);
        using (var file = QuantDsl.Formats.SafetensorsFile.Open(_path))
        {
            Assert.Equal(
                [
                    "format", "quantdsl.classes", "quantdsl.epoch", "quantdsl.input", "quantdsl.layer.Out.operations",
                    "quantdsl.layer.Out.quantizer", "quantdsl.layer.Out.weights", "quantdsl.layers", "quantdsl.learning_rate",
                    "quantdsl.model", "quantdsl.seed", "quantdsl.step",
                ],
                file.Metadata.Keys.Order(StringComparer.Ordinal));
        }
        Variants.Raw.Load(_path).Dispose();
    }

    [Fact]
    public void A_file_of_another_program()
    {
        using Tensor values = ones(2);
        TensorFiles.Write(_path, [new("Hidden.weight", values)], new Dictionary<string, string>());
        Refused<Variants.Base.Net>("is not a model of QuantDsl: it does not record the model's name. Expected Net.");
    }

    [Theory]
    [InlineData("quantdsl.step", null, "does not contain a valid number of steps")]
    [InlineData("quantdsl.step", "-1", "does not contain a valid number of steps")]
    [InlineData("quantdsl.seed", null, "does not contain a valid seed")]
    [InlineData("quantdsl.seed", "1.5", "does not contain a valid seed")]
    [InlineData("quantdsl.learning_rate", null, "does not contain a valid learning rate")]
    [InlineData("quantdsl.learning_rate", "0", "does not contain a valid learning rate")]
    [InlineData("quantdsl.learning_rate", "NaN", "does not contain a valid learning rate")]
    public void A_file_without_what_training_goes_on_from(string key, string? value, string message)
    {
        using (var file = QuantDsl.Formats.SafetensorsFile.Open(_path))
        {
            var metadata = file.Metadata.ToDictionary();
            metadata.Remove(key);
            if (value is not null)
                metadata[key] = value;
            TensorFiles.Write(_path, [], metadata);
        }
        Refused<Variants.Base.Net>(message);
    }

    [Fact]
    public void A_file_without_one_of_the_tensors()
    {
        using (var file = QuantDsl.Formats.SafetensorsFile.Open(_path))
        using (Tensor weight = zeros(5, 6))
            TensorFiles.Write(_path, [new("Hidden.weight", weight)], file.Metadata.ToDictionary());
        Refused<Variants.Base.Net>("has no tensor 'Hidden.weight.latent'");
    }

    [Fact]
    public void A_file_cut_short_anywhere()
    {
        byte[] whole = File.ReadAllBytes(_path);
        for (int length = 0; length < whole.Length; length += 97)
        {
            File.WriteAllBytes(_path, whole[..length]);
            Refused<Variants.Base.Net>("");
        }
    }

    [Fact]
    public void A_file_with_a_flipped_bit_anywhere()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        for (int place = 0; place < bytes.Length; place += 41)
        {
            byte flipped = (byte)(1 << (place % 8));
            bytes[place] ^= flipped;
            File.WriteAllBytes(_path, bytes);
            Refused<Variants.Base.Net>("");
            bytes[place] ^= flipped;
        }
        File.WriteAllBytes(_path, bytes);
        Variants.Base.Net.Load(_path).Dispose();
    }

    [Fact]
    public void A_missing_file()
    {
        File.Delete(_path);
        Refused<Variants.Base.Net>(_path);
    }

    /// <summary>Writes the file anew with other metadata.</summary>
    private void Rewrite(Action<Dictionary<string, string>> change)
    {
        List<KeyValuePair<string, Tensor>> tensors = [];
        Dictionary<string, string> metadata;
        using (var file = QuantDsl.Formats.SafetensorsFile.Open(_path))
        {
            metadata = file.Metadata.ToDictionary();
            foreach (QuantDsl.Formats.SafetensorsEntry entry in file.Entries)
            {
                tensors.Add(new(entry.Name, zeros([.. entry.Shape])));
                file.Read(entry.Name, tensors[^1].Value);
            }
        }
        change(metadata);
        TensorFiles.Write(_path, tensors, metadata);
        tensors.ForEach(tensor => tensor.Value.Dispose());
    }

    /// <summary>Refused with a message that names the file, and no tensor is left behind.</summary>
    private void Refused<TModel>(string message)
        where TModel : IQuantModel<TModel>
    {
        long before = TestTensors.CountAlive();
        ModelFileException refused = Assert.Throws<ModelFileException>(() => TModel.Load(_path));
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Contains(_path, refused.Message);
        Assert.Contains(message, refused.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
