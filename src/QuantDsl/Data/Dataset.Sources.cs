using QuantDsl.Data;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Data sets from arrays, IDX files and drawn digits.</content>
public sealed partial class Dataset
{
    /// <summary>Creates a data set from arrays, which are copied.</summary>
    /// <param name="inputs">All examples one after another, row-major (last axis fastest); no NaN or infinity.</param>
    /// <param name="inputShape">Shape of one example, without the batch axis.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set in messages and reports.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <exception cref="DatasetException">
    /// The arrays do not fit together; the message says what was expected and what was found.
    /// </exception>
#pragma warning disable RS0026 // the type of the labels, which are required, tells the overloads apart
    public static Dataset FromArrays(
        float[] inputs, long[] inputShape, long[] labels, Device? device = null, string? name = null, int? classes = null)
#pragma warning restore RS0026
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(labels);
        string title = NameOr(name);
        DatasetCheck.Arrays(title, inputs.LongLength, inputShape, labels.LongLength);
        int number = DatasetCheck.Values(title, inputs, labels, classes);
        return InMemory(title, number, AlignedMemory<float>.Of(inputs), [.. inputShape], Int32(labels), [], device);
    }

    /// <summary>
    /// Reads images and labels from two IDX files, plain or gzipped (detected by content), the format of MNIST and Fashion-MNIST.
    /// </summary>
    /// <param name="imagesFile">File of images, unsigned bytes [N, height, width].</param>
    /// <param name="labelsFile">File of labels, unsigned bytes [N].</param>
    /// <param name="normalization">For a test set, the normalization of the training set; null: computed from these images.</param>
    /// <param name="device">Device of the data set; null: the CPU.</param>
    /// <param name="name">Name of the data set; null: the name of the image file.</param>
    /// <param name="classes">Number of classes; null: the highest label + 1, at least 2.</param>
    /// <returns>Inputs [N, 1, height, width].</returns>
    /// <exception cref="DatasetException">A file is missing, unreadable or damaged, or the files do not belong together.</exception>
    public static Dataset FromIdx(
        string imagesFile,
        string labelsFile,
        Normalization? normalization = null,
        Device? device = null,
        string? name = null,
        int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(imagesFile);
        ArgumentNullException.ThrowIfNull(labelsFile);

        IdxArray labels = IdxFile.ReadLabels(labelsFile);
        if (classes is int limit)
            DatasetCheck.IdxLabels(labelsFile, labels.Values, limit);
        IdxArray images = IdxFile.ReadImages(imagesFile);
        if (images.Shape[0] != labels.Shape[0])
        {
            throw DatasetException.At(
                imagesFile,
                $"as many images as {labelsFile} has labels, {labels.Shape[0]}",
                $"{images.Shape[0]} images",
                "Check that the two files belong together.");
        }

        long[] shape = [images.Shape[0], 1, images.Shape[1], images.Shape[2]];
        long[] numbers = Array.ConvertAll(labels.Values, label => (long)label);
        return FromPixels(images.Values, shape, numbers, normalization, device, name ?? Path.GetFileName(imagesFile), classes);
    }

    /// <summary>
    /// Reads the training and test sets from a folder with the four files of MNIST or of a data set in the same format:
    /// <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>,
    /// also spelled <c>train-images.idx3-ubyte</c> and so on, plain or with <c>.gz</c>. Both sets are normalised by the training images.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Device of the data sets; null: the CPU.</param>
    /// <returns>Inputs [N, 1, height, width].</returns>
    /// <exception cref="DatasetException">A file is missing, unreadable or damaged, or the files do not belong together.</exception>
    public static (Dataset Train, Dataset Test) FromIdxFolder(string folder, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(folder);

        var files = IdxFolder.Find(folder);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Both(() => FromIdx(files.TrainImages, files.TrainLabels, null, device, $"{name} train"), Test);

        Dataset Test(Dataset train)
        {
            Dataset test = FromIdx(files.TestImages, files.TestLabels, train.Normalization, device, $"{name} test", train.Classes);
            if (test.InputShape.SequenceEqual(train.InputShape))
                return test;

            string found = DatasetCheck.Shape(test.InputShape);
            test.Dispose();
            throw DatasetException.At(
                files.TestImages,
                $"images of {DatasetCheck.Shape(train.InputShape)} like the training images",
                found,
                "Check that the files belong together.");
        }
    }

    /// <summary>
    /// Draws a data set that needs no files: the digits 0 to 9, drawn stroke by stroke in random handwriting, 28×28 8-bit grey pixels
    /// normalised by the training images. Classes are balanced and shuffled. A full-precision LeNet-5 reaches about 99 %.
    /// </summary>
    /// <param name="train">Number of training images, at least 2.</param>
    /// <param name="test">Number of test images, at least 1.</param>
    /// <param name="seed">The same seed and numbers give the same images for any number of threads.</param>
    /// <param name="device">Device of the data sets; null: the CPU.</param>
    /// <returns>Inputs [N, 1, 28, 28], 10 classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of images is too small or exceeds what one array can hold (about 2.7 million).
    /// </exception>
    public static (Dataset Train, Dataset Test) DrawnDigits(int train = 12000, int test = 2000, long seed = 0, Device? device = null)
    {
        CheckNumber(train, 2, nameof(train));
        CheckNumber(test, 1, nameof(test));

        return Both(
            () => Draw(train, part: 0, null, "drawn digits train"),
            first => Draw(test, part: 1, first.Normalization, "drawn digits test"));

        Dataset Draw(int count, int part, Normalization? normalization, string name)
        {
            (byte[] pixels, long[] labels) = DigitDrawing.Draw(count, seed, part);
            long[] shape = [count, 1, GlyphRenderer.Side, GlyphRenderer.Side];
            return FromPixels(pixels, shape, labels, normalization, device, name, DigitDrawing.Classes);
        }

        static void CheckNumber(int number, int least, string parameter)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, least, parameter);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Array.MaxLength / GlyphRenderer.Pixels, parameter);
        }
    }

    private static Dataset FromPixels(
        byte[] pixels, long[] shape, long[] labels, Normalization? normalization, Device? device, string name, int? classes)
    {
        normalization?.CheckChannels(name, shape[1]);
        try
        {
            normalization ??= Normalization.Of(pixels);
        }
        catch (DatasetException cause)
        {
            throw new DatasetException($"{name}: {cause.Message}", cause);
        }

        var inputs = new AlignedMemory<float>(pixels.Length);
        normalization.ToTable().Apply(pixels, inputs.Span);
        int number = DatasetCheck.Values(name, inputs.Span, labels, classes);
        Dataset data = InMemory(name, number, inputs, shape[1..], Int32(labels), [], device);
        data.Normalization = normalization;
        return data;
    }

    /// <summary>Creates a data set of checked values, which belong to it from then on.</summary>
    private static Dataset InMemory<T>(
        string name, int classes, AlignedMemory<T> inputs, long[] inputShape, int[] labels, long[] labelShape, Device? device)
        where T : unmanaged =>
        InMemory(name, classes, inputs, inputShape, AlignedMemory<int>.Of(labels), labelShape, device);

    private static Dataset InMemory<T, TLabel>(
        string name, int classes, AlignedMemory<T> inputs, long[] inputShape, AlignedMemory<TLabel> labels, long[] labelShape,
        Device? device)
        where T : unmanaged
        where TLabel : unmanaged
    {
        long count = inputs.Length / inputShape.Aggregate((product, axis) => product * axis);
        var data = new Dataset(
            name,
            classes,
            new MemoryColumn<T>(inputs, count, inputShape),
            new MemoryColumn<TLabel>(labels, count, labelShape));
        if (device is null || device.type == TorchSharp.DeviceType.CPU)
            return data;
        using (data)
            return data.To(device);
    }

    /// <summary>Numbers that are known to fit.</summary>
    private static int[] Int32(long[] numbers) => Array.ConvertAll(numbers, number => (int)number);
}
