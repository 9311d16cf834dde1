using QuantDsl.CompilerServices;
using QuantDsl.Tests.Digits;
using QuantDsl.Tests.Native;
using QuantDsl.Tests.Training;
using QuantDsl.Training;

namespace QuantDsl.Tests.Data;

/// <summary>Data sets, minibatches, reports and event files load no native library.</summary>
public sealed class WithoutLibTorchTests
{
    private static readonly Augmentation Varied = new() { HorizontalFlip = true, CropPadding = 2 };

    [LinuxFact]
    public void Nothing_loads_libtorch_before_somebody_asks_for_a_tensor()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.PlainData);

        Assert.True(child.ExitCode == 0, child.Output);
        string[] lines = child.Output.Split('\n');
        string[] done = [.. lines.Where(line => line.StartsWith("without ", StringComparison.Ordinal))];
        Assert.Equal(
            ["drawn digits", "IDX", "CIFAR-10", "CIFAR-100", "SVHN", "image folder", "text", "arrays", "CSV",
                "own source", "split", "augmentation",
                "image crops", "digest", "refusals", "report", "TensorBoard"],
            done.Select(line => line["without ".Length..]));
        Assert.Contains("the tensor needs it", lines);
        Assert.Contains(child.Mapped, IsLibTorch);
    }

    /// <summary>Runs in a child, in a module initializer: only threads of the product may run beside it.</summary>
    internal static void Run()
    {
        using TemporaryFolder folder = new();
        (Dataset train, Dataset test) = Dataset.DrawnDigits(300, 60, seed: 2);
        Use("drawn digits", train, test);
        using (DigitsFolder digits = new(train: 60, test: 20))
            Use("IDX", Dataset.FromIdxFolder(digits.Path));
        Write(folder, "ten", CifarBytes.Ten());
        Use("CIFAR-10", Dataset.FromCifar10(folder.File("ten")));
        Write(folder, "hundred", CifarBytes.Hundred());
        Use("CIFAR-100", Dataset.FromCifar100(folder.File("hundred"), coarse: true));
        byte[] svhn = MatBytes.File(true, MatBytes.Images(0, 3), MatBytes.Labels(10, 1, 9));
        Write(folder, "svhn", new() { ["train_32x32.mat"] = svhn, ["test_32x32.mat"] = svhn });
        Use("SVHN", Dataset.FromSvhn(folder.File("svhn")));
        Dataset images = Images(folder);
        Use("image folder", images, images.To(images.Device));
        Text();
        Use("arrays", Dataset.FromArrays(new float[24], [3], [0, 1, 2, 0, 1, 2, 0, 1]));
        using (var table = Dataset.FromCsv(folder.Write("t.csv", "a,b,c\n1,2,x\n3,4,y\n5,6,x\n"), "c"))
            Use("CSV", table, table.Standardize(), table.SplitStratified(2, seed: 1).First);
        Use("own source", Dataset.FromSource(new Squares(), [0, 1, 2, 0, 1, 2]));
        Use("split", train.Split(200, seed: 1));
        Use("augmentation", train.Augment(Varied), train.Split(100, seed: 3).First.Augment(Varied));
        Use("image crops", images.Augment(new Augmentation { RandomResizedCrop = true }));
        DatasetDigest.Of(images);
        Done("digest");
        Refusal.Of(() => Dataset.FromArrays([1, float.NaN], [1], [0, 1]), "expected finite inputs, found NaN or infinity");
        Refusal.Of(() => Dataset.FromArrays([1, 2], [1], [0, 1L << 40]), "labels below 16777216, found a label of 1099511627776");
        Done("refusals");
        Report(folder);

        Console.WriteLine(train.Inputs.numel() == 300 * 784 && ChildProcess.MappedNow().Any(IsLibTorch) ? "the tensor needs it" : "?");
    }

    private static void Use(string name, (Dataset Train, Dataset Test) data) => Use(name, data.Train, data.Test);

    /// <summary>A whole epoch of minibatches, its end resumed, slices and the digest.</summary>
    private static void Use(string name, params Dataset[] parts)
    {
        foreach (Dataset data in parts)
        {
            long size = Math.Min(data.Count, 7), steps = 0, numbers = 0;
            for (long first = 0; first <= data.Count / size; first += Math.Max(1, data.Count / size))
            {
                using Minibatches batches = data.Minibatches(1, 1, size, first, threads: data.Augmentation is null ? null : 3);
                for (; batches.Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> labels); steps++)
                    numbers += inputs.Length + labels.Length;
            }

            data.Slice(1, data.Count - 1, out ReadOnlySpan<float> all, out ReadOnlySpan<int> allLabels);
            long example = data.InputShape.Aggregate((product, axis) => product * axis);
            Assert.Equal(((data.Count - 1) * example, data.Count - 1), (all.Length, allLabels.Length));
            Assert.Equal((data.Count / size, data.Count / size * size * (example + 1)), (steps, numbers));
            Assert.Contains(" classes", data.ToString());
            Assert.StartsWith($"{data.Count} of ", DatasetDigest.Of(data));
        }

        Done(name);
    }

    private static void Text()
    {
        TextData text = Dataset.FromText(string.Concat(Enumerable.Range(0, 400).Select(i => (char)('A' + (i % 50)))), 4);
        using Minibatches batches = text.Train.Minibatches(1, 1, 8);
        while (batches.Next(out ReadOnlySpan<int> tokens, out ReadOnlySpan<int> labels))
        {
            for (int i = 0; i < tokens.Length; i++)
                Assert.Equal((tokens[i] + 1) % 50, labels[i]);
        }

        text.Test.Slice(0, 2, out ReadOnlySpan<int> some, out ReadOnlySpan<int> _);
        Assert.Equal(8, some.Length);
        text.Dispose();
        Done("text");
    }

    private static void Report(TemporaryFolder folder)
    {
        FitOptions options = new() { HandleCtrlC = false, ReportPath = folder.File("report.json"), TensorBoardPath = folder.File("board") };
        TrainingReport report;
        using (TrainingSession session = Runs.Start(options, epochs: 2))
        {
            for (int epoch = 1; epoch <= 2; epoch++)
                session.Epoch(epoch, validation: .5, test: .25);
            report = session.Complete(.25);
        }

        Assert.Equal(report, TrainingReport.LoadJson(folder.File("report.json")));
        Done("report");
        Assert.NotEmpty(Directory.GetFiles(folder.File("board")));
        Done("TensorBoard");
    }

    private static Dataset Images(TemporaryFolder folder)
    {
        for (int i = 0; i < 12; i++)
            folder.Write($"images/{"ab"[i % 2]}/{i:D2}.png", ImageBytes.Noise(40 + i, 30, i));
        return Dataset.FromImageFolder(folder.File("images"), new ImageFolderOptions { Size = 12, ShorterSide = 14 });
    }

    private static void Write(TemporaryFolder folder, string part, Dictionary<string, byte[]> files)
    {
        foreach ((string name, byte[] bytes) in files)
            folder.Write($"{part}/{name}", bytes);
    }

    private static void Done(string what)
    {
        string[] mapped = [.. ChildProcess.MappedNow().Where(IsLibTorch)];
        bool isLoaded = mapped.Length > 0 || TorchLibrary.Description != "libtorch is not loaded yet";
        Console.WriteLine(isLoaded ? $"{what} loaded {string.Join(' ', mapped)}" : $"without {what}");
    }

    /// <summary>libtorch itself, and TorchSharp's native library that is linked with it.</summary>
    private static bool IsLibTorch(string path)
    {
        string name = Path.GetFileName(path);
        return name.Contains("libtorch", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".dll", StringComparison.Ordinal);
    }

    /// <summary>Read by two threads.</summary>
    private sealed class Squares : IExampleSource
    {
        public long Count => 6;

        public IReadOnlyList<long> Shape => [2];

        public int Threads => 2;

        public void Read(long index, Span<float> example) => (example[0], example[1]) = (index, index * index);
    }
}
