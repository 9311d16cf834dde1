using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFolderOptions Small = new() { Size = 8, ShorterSide = 8, Normalization = new Normalization(0, 1) };

    private static readonly Scalar MostOfByte = 255;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_and_files_are_in_ordinal_order()
    {
        Write("train/b/2.png", 40);
        Write("train/b/10.png", 30);
        Write("train/B/x.PNG", 20);
        Write("train/a/deep/y.png", 60);
        Write("train/a/Z.png", 50);
        _folder.Write("train/a/notes.txt", "not an image");
        Write("val/B/x.png", 70);
        Write("val/a/x.png", 80);
        Write("val/b/x.png", 90);

        (Dataset train, Dataset validation) = Dataset.FromImageFolders(_folder.Path, Small);
        using (train)
        using (validation)
        {
            Assert.Equal(["B", "a", "b"], train.ClassNames!);
            Assert.Equal([0, 1, 1, 2, 2], train.Labels.data<long>().ToArray());
            Assert.Equal([20, 50, 60, 30, 40], Values(train));
            Assert.Equal([70, 80, 90], Values(validation));
            Assert.Equal([3, 8, 8], train.InputShape);
            Assert.EndsWith("train: 5 examples of 3×8×8 in 3 classes", train.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_systems_put_beside_images_is_passed_over_and_no_depth_is_too_deep()
    {
        Write("a/x.png", 10);
        Write("b/1/2/3/4/5/6/y.png", 20);
        Write(".ipynb_checkpoints/z.png", 30);
        Write("__MACOSX/z.png", 30);
        Write("a/.hidden/z.png", 40);
        Write("a/._x.png", 50);
        Write("a/@eaDir/z.png", 50);
        Directory.CreateSymbolicLink(_folder.File("b/1/back"), _folder.File("b"));
        using var data = Dataset.FromImageFolder(_folder.Path, Small);

        Assert.Equal(["a", "b"], data.ClassNames!);
        Assert.Equal([10, 20], Values(data));
    }

    [Fact]
    public void A_rare_class_may_be_missing_from_a_validation_set()
    {
        Write("train/a/x.png", 10);
        Write("train/b/x.png", 20);
        Write("train/c/x.png", 30);
        Write("val/a/x.png", 40);
        Write("val/c/x.png", 50);
        Directory.CreateDirectory(_folder.File("val/b"));
        Refusal.Of(() => Dataset.FromImageFolders(_folder.Path, Small), "val/b", "images");
        Directory.Delete(_folder.File("val/b"));
        Refusal.Of(() => Dataset.FromImageFolders(_folder.Path, Small), "found no folder b", "AllowMissingClasses");

        (Dataset train, Dataset validation) = Dataset.FromImageFolders(_folder.Path, Small with { AllowMissingClasses = true });
        using (train)
        using (validation)
        {
            Assert.Equal([0, 2], validation.SliceLabels(0, 2).ToArray());
            Assert.Equal(3, validation.Classes);
        }
        Write("val/d/x.png", 60);
        Refusal.Of(() => Dataset.FromImageFolders(_folder.Path, Small with { AllowMissingClasses = true }), "found a folder d");
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_refused_when_the_folder_is_listed()
    {
        if (!OperatingSystem.IsLinux())
            return; // other systems have no such names
        Write("a/x.png", 10);
        Write("b/x.png", 10);
        string copy = $"cp {_folder.File("a/x.png")} \"$(printf '{_folder.File("a")}/\\377.png')\"";
        using (var shell = System.Diagnostics.Process.Start("sh", ["-c", copy]))
            shell.WaitForExit();
        Refusal.Of(() => Dataset.FromImageFolder(_folder.Path, Small), _folder.File("a"), "names in UTF-8", "Rename it");
        using var remover = System.Diagnostics.Process.Start("rm", ["-r", _folder.File("a")]); // .NET cannot name the file
        remover.WaitForExit();
    }

    [Fact]
    public void Images_of_any_size_become_inputs_of_one_and_are_normalised_by_channel()
    {
        _folder.Write("a/1.png", ImageBytes.Png(30, 11, (_, _) => (255, 0, 51)));
        _folder.Write("b/2.jpeg", ImageBytes.Jpeg());
        using var data = Dataset.FromImageFolder(_folder.Path, new ImageFolderOptions { Size = 16, ShorterSide = 16 });

        data.Slice(0, 2, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        {
            Assert.Equal([2, 3, 16, 16], inputs.shape);
            float[] values = inputs.data<float>().ToArray();
            Assert.All(values[..256], value => Assert.Equal((1 - .485) / .229, value, 1e-5));
            Assert.All(values[256..512], value => Assert.Equal(-.456 / .224, value, 1e-5));
            Assert.All(values[512..768], value => Assert.Equal((.2 - .406) / .225, value, 1e-5));

            // The JPEG is 24×16: of its columns the middle 16 remain. It is not exact.
            for (int i = 0; i < 256; i++)
            {
                double red = ((values[768 + i] * .229) + .485) * 255, green = ((values[1024 + i] * .224) + .456) * 255;
                Assert.InRange(red - ((4 + (i % 16)) * 10), -12, 12);
                Assert.InRange(green - (i / 16 * 15), -12, 12);
            }
        }
    }

    [Fact]
    public void Grey_images_have_one_channel()
    {
        Write("a/1.png", 51);
        Write("b/1.png", 102);
        using var data = Dataset.FromImageFolder(_folder.Path, new ImageFolderOptions { Size = 8, ShorterSide = 9, Grey = true });

        data.Slice(0, 2, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        {
            Assert.Equal([2, 1, 8, 8], inputs.shape);
            Assert.Equal([-.6f, -.2f], inputs[.., 0, 3, 3].data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
        }
    }

    [Fact]
    public void Streamed_sets_have_no_tensor_of_all_but_everything_else()
    {
        for (int i = 0; i < 12; i++)
            _folder.Write($"{"abc"[i % 3]}/{i:D2}.png", ImageBytes.Plain(8, 8, i));
        using var data = Dataset.FromImageFolder(_folder.Path, Small, name: "squares");
        float[] all = Values(data);

        string message = Assert.Throws<InvalidOperationException>(() => data.Inputs).Message;
        Assert.Contains("squares is streamed: its 12 examples are produced when they are needed", message, StringComparison.Ordinal);
        Assert.Contains("Minibatches, Batch or Slice", message, StringComparison.Ordinal);

        (Dataset first, Dataset second) = data.Split(7, seed: 3);
        using (first)
        using (second)
        {
            Assert.Equal("squares (first): 7 examples of 3×8×8 in 3 classes", first.ToString());
            Assert.Equal(all.Order(), Values(first).Concat(Values(second)).Order());
            Assert.Equal(data.Normalization, second.Normalization);
            Assert.Equal(Values(first).Select(value => (long)value % 3), first.Labels.data<long>().ToArray());
        }

        using Tensor order = data.Order(1, 2);
        data.Batch(order, 3, 5, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        {
            long[] indices = order.data<long>().ToArray()[3..8];
            using Tensor pixels = inputs[.., 0, 0, 0].mul(MostOfByte);
            Assert.Equal(indices.Select(i => all[i]), pixels.data<float>().ToArray().Select(value => MathF.Round(value)));
        }

        using Dataset same = data.To(CPU);
        Assert.Equal(all, Values(same));
    }

    [Fact]
    public void Folders_of_another_form_are_refused()
    {
        string path = _folder.Path;
        Refusal.Of(() => Dataset.FromImageFolder(_folder.File("none")), "none", "found no such folder");
        Refusal.Of(() => Dataset.FromImageFolder(path), path, "at least 2, found 0");
        Refusal.Of(() => Dataset.FromImageFolders(path), path, "the folders train and val, found no val");
        Write("train/cat/1.png", 1);
        Write("train/dog/1.png", 1);
        Write("val/cat/1.png", 1);
        Refusal.Of(() => Dataset.FromImageFolders(path), _folder.File("val"), "found no folder dog");
        Write("val/dog/1.png", 1);
        Write("val/eel/1.png", 1);
        Refusal.Of(() => Dataset.FromImageFolders(path), _folder.File("val"), "found a folder eel");
        Directory.CreateDirectory(_folder.File("train/cow"));
        Refusal.Of(() => Dataset.FromImageFolder(_folder.File("train")), _folder.File("train/cow"), "found none");
        Directory.Delete(_folder.File("train/cow"));
        string webp = _folder.Write("train/cat/2.webp", [1]);
        Refusal.Of(() => Dataset.FromImageFolder(_folder.File("train")), webp, "found another format");
        File.Delete(webp);
        ImageFolderOptions small = Small with { ShorterSide = 7 },
            grey = Small with { Grey = true, Normalization = Normalization.ImageNet };
        Refusal.Of(() => Dataset.FromImageFolder(_folder.File("train"), small), "ShorterSide of at least the Size, 8, found 7");
        Refusal.Of(() => Dataset.FromImageFolder(_folder.File("train"), grey), "1 channel, found one for 3");
        Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Size = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Small with { Threads = 0 });
    }

    [Fact]
    public void A_damaged_image_among_good_ones_is_named_wherever_it_comes_up()
    {
        for (int i = 0; i < 20; i++)
            Write($"{"ab"[i % 2]}/{i:D2}.png", i);
        string bad = _folder.Write("b/bad.jpg", ImageBytes.Jpeg()[..300]);
        using var data = Dataset.FromImageFolder(_folder.Path, Small);

        Refusal.Of(() => Values(data), bad, "a JPEG, PNG or BMP image", "it ends too early");
        for (int epoch = 0; epoch < 5; epoch++)
        {
            using Minibatches batches = data.Minibatches(1, epoch, 3, threads: 3);
            int taken = 0;
            Refusal.Of(() => taken = Drain(batches), bad);
        }
    }

    [Fact]
    public void The_first_damaged_image_in_order_is_named_whatever_thread_is_first()
    {
        for (int i = 0; i < 24; i++)
            _folder.Write($"{"ab"[i % 2]}/{i:D2}.jpg", i is 3 or 8 or 15 ? [.. "no image"u8] : ImageBytes.Jpeg());
        using var data = Dataset.FromImageFolder(_folder.Path, Small with { Threads = 4 });

        string[] messages = [.. Enumerable.Range(0, 10).Select(_ => Refusal.Of(() => Values(data), "08.jpg"))];
        Assert.Single(messages.Distinct());
    }

    private static int Drain(Minibatches batches)
    {
        int taken = 0;
        while (batches.Next(out Tensor input, out Tensor labels))
        {
            input.Dispose();
            labels.Dispose();
            taken++;
        }

        return taken;
    }

    private void Write(string name, int value) => _folder.Write(name, ImageBytes.Plain(9, 8, value));

    /// <summary>The first pixel of every image, as 8-bit.</summary>
    private static float[] Values(Dataset data)
    {
        data.Slice(0, data.Count, out Tensor inputs, out Tensor labels);
        using (inputs)
        using (labels)
        using (Tensor first = inputs[.., 0, 0, 0].mul(MostOfByte))
            return [.. first.data<float>().ToArray().Select(value => MathF.Round(value))];
    }
}
