using global::Experiments.Data;
using global::Experiments.Networks;
using QuantDsl.Tests.Data;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Experiments;

/// <summary>Folders of small files in the form of each network's data.</summary>
public sealed class DataSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cifar()
    {
        foreach ((string name, byte[] bytes) in CifarBytes.Ten())
            _folder.Write(name, bytes);

        Opens(DataSource.Cifar10, Vgg.Info, (9, 1, 3));
        Varies(DataSource.Cifar10, Vgg.Info);
    }

    [Fact]
    public void Svhn_with_the_extra_images_that_are_there()
    {
        WriteSvhn("train", 50);
        WriteSvhn("test", 2);
        Opens(DataSource.Svhn, Svhn.Info, (49, 1, 2));

        WriteSvhn("extra", 50);
        Opens(DataSource.Svhn, Svhn.Info, (99, 1, 2));
        Varies(DataSource.Svhn, Svhn.Info);
    }

    [Fact]
    public void Image_folders()
    {
        for (int image = 0; image < 10; image++)
            _folder.Write($"train/{"ab"[image % 2]}/{image}.png", ImageBytes.Noise(20, 30, image));
        _folder.Write("val/a/1.png", ImageBytes.Noise(30, 20, 10));
        _folder.Write("val/b/2.png", ImageBytes.Noise(30, 20, 11));

        Opens(DataSource.ImageNet, ResNet18.Info, (9, 1, 2));
        Varies(DataSource.ImageNet, ResNet18.Info);
    }

    [Fact]
    public void One_text_is_cut_into_three_parts()
    {
        _folder.Write("book.txt", string.Concat(Enumerable.Range(0, 1500).Select(i => $"{i % 7} ")));

        Opens(DataSource.Text, CharLstm.Info, (23, 2, 2));
    }

    [Fact]
    public void Three_texts_are_the_parts()
    {
        _folder.Write("ptb.train.txt", new string('a', 450) + "bc");
        _folder.Write("ptb.valid.txt", new string('a', 250));
        _folder.Write("ptb.test.txt", new string('c', 101));

        Opens(DataSource.Text, CharLstm.Info, (4, 2, 1));
    }

    [Theory]
    [InlineData("digits", "train-labels-idx1-ubyte.gz", "it has no train-images-idx3-ubyte")]
    [InlineData("cifar", "readme", "it has no cifar-10-binary.tar.gz or cifar-10-batches-bin or data_batch_1.bin")]
    [InlineData("svhn", "train_32x32.mat", "it has no test_32x32.mat")]
    [InlineData("imagenet", "train/a/1.png", "it has no val or validation or valid or test")]
    [InlineData("text", "book.md", "it has no *.txt")]
    [InlineData("text", "one.txt two.txt", "it has several texts, but not one each of *train*.txt, *valid*.txt, *test*.txt")]
    public void Says_what_a_folder_lacks(string source, string files, string lack)
    {
        foreach (string file in files.Split(' '))
            _folder.Write(file, "");

        Assert.Equal(lack, Source(source).Obstacle(_folder.Path));
    }

    [Fact]
    public void Only_digits_need_no_folder()
    {
        Assert.Null(Source("digits").Obstacle(null));
        Assert.All(["cifar", "svhn", "imagenet", "text"], source => Assert.Equal("this network needs one", Source(source).Obstacle(null)));
        Assert.All(["digits", "cifar"], source => Assert.Equal("there is no such folder", Source(source).Obstacle(_folder.File("none"))));
    }

    [Fact]
    public void A_model_for_other_samples_is_refused()
    {
        foreach ((string name, byte[] bytes) in CifarBytes.Ten())
            _folder.Write(name, bytes);

        DatasetException refusal = Assert.Throws<DatasetException>(
            () => DataSource.Cifar10.Open(_folder.Path, augmented: false, seed: 1, Vgg.Info));

        Assert.Contains("expected at least 100 training samples of 3×32×32 in at most 10 classes, found ", refusal.Message);
    }

    private static DataSource Source(string name) => name switch
    {
        "digits" => DataSource.Digits,
        "cifar" => DataSource.Cifar10,
        "svhn" => DataSource.Svhn,
        "imagenet" => DataSource.ImageNet,
        _ => DataSource.Text,
    };

    private void WriteSvhn(string part, int count)
    {
        byte[] labels = [.. Enumerable.Range(1, count).Select(i => (byte)((i % 10) + 1))];
        _folder.Write($"{part}_32x32.mat", MatBytes.File(true, MatBytes.Images(0, count), MatBytes.Labels(labels)));
    }

    private void Opens(DataSource source, ModelInfo model, (long, long, long) counts)
    {
        Assert.Null(source.Obstacle(_folder.Path));
        using ExperimentData data = source.Open(_folder.Path, augmented: false, seed: 1, model with { Batch = 2 });
        using ExperimentData again = source.Open(_folder.Path, augmented: false, seed: 1, model with { Batch = 2 });

        Assert.Equal(counts, (data.Training.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(data.Facts, again.Facts);
        Assert.Equal(Path.GetFileName(_folder.Path), data.Name);
        Assert.Equal(First(data.Training, epoch: 1), First(again.Training, epoch: 1));
    }

    /// <summary>Only training sees varied images, and the run's file says so.</summary>
    private void Varies(DataSource source, ModelInfo model)
    {
        using ExperimentData plain = source.Open(_folder.Path, augmented: false, seed: 1, model with { Batch = 2 });
        using ExperimentData varied = source.Open(_folder.Path, augmented: true, seed: 1, model with { Batch = 2 });

        Assert.NotEqual(First(plain.Training, epoch: 1), First(varied.Training, epoch: 1));
        Assert.Equal(First(plain.Validation, epoch: 1), First(varied.Validation, epoch: 1));
        Assert.Equal(First(plain.Test, epoch: 1), First(varied.Test, epoch: 1));
        Assert.Equal($"{plain.Name}, {source.Augmentation}", varied.Name);
        Assert.Equal(plain.Facts.Digest, varied.Facts.Digest);
    }

    private static byte[] First(Dataset data, int epoch)
    {
        using Minibatches batches = data.Minibatches(seed: 3, epoch, size: data.Count);
        Assert.True(batches.Next(out Tensor input, out Tensor labels));
        using (input)
        using (labels)
            return [.. input.bytes];
    }
}
