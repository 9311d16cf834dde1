using QuantDsl.Data;

namespace QuantDsl;

/// <content>Data sets of colour images.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Reads the training and test sets of CIFAR-10 from the files of the binary version or from its archive,
    /// <c>cifar-10-binary.tar.gz</c>. Images are held as 8-bit pixels, a quarter of the memory of float32 inputs, and normalised per
    /// minibatch.
    /// </summary>
    /// <param name="path">The folder that contains the files or the archive, or the archive itself.</param>
    /// <param name="normalization">How to normalise; null: by mean and standard deviation of the training images, per channel.</param>
    /// <returns>Inputs [N, 3, 32, 32], 10 classes.</returns>
    /// <exception cref="DatasetException">A file is missing, unreadable or damaged.</exception>
    public static (Dataset Train, Dataset Test) FromCifar10(string path, Normalization? normalization = null) =>
        FromCifar(path, CifarFormat.Ten, normalization);

    /// <summary>
    /// Reads the training and test sets of CIFAR-100 from the files of the binary version or from its archive,
    /// <c>cifar-100-binary.tar.gz</c>. Images are held as 8-bit pixels, a quarter of the memory of float32 inputs, and normalised per
    /// minibatch.
    /// </summary>
    /// <param name="path">The folder that contains the files or the archive, or the archive itself.</param>
    /// <param name="coarse">Whether the labels are the 20 superclasses instead of the 100 classes.</param>
    /// <param name="normalization">How to normalise; null: by mean and standard deviation of the training images, per channel.</param>
    /// <returns>Inputs [N, 3, 32, 32], 100 classes, or 20 if <paramref name="coarse"/>.</returns>
    /// <exception cref="DatasetException">A file is missing, unreadable or damaged.</exception>
    public static (Dataset Train, Dataset Test) FromCifar100(string path, bool coarse = false, Normalization? normalization = null) =>
        FromCifar(path, coarse ? CifarFormat.HundredCoarse : CifarFormat.HundredFine, normalization);

    /// <summary>
    /// Reads the training and test sets of SVHN's cropped digits from <c>train_32x32.mat</c> and <c>test_32x32.mat</c> (MATLAB 5). Images
    /// are held as 8-bit pixels, a quarter of the memory of float32 inputs, and normalised per minibatch. Label 10 in the files becomes
    /// class 0.
    /// </summary>
    /// <param name="folder">The folder that contains the files.</param>
    /// <param name="extra">
    /// Whether to add <c>extra_32x32.mat</c> to the training set, as the papers do: 604 388 images in all instead of 73 257, 1.9 GB of
    /// memory.
    /// </param>
    /// <param name="normalization">How to normalise; null: by mean and standard deviation of the training images, per channel.</param>
    /// <returns>Inputs [N, 3, 32, 32], 10 classes.</returns>
    /// <exception cref="DatasetException">A file is missing, unreadable or damaged.</exception>
    public static (Dataset Train, Dataset Test) FromSvhn(string folder, bool extra = false, Normalization? normalization = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        normalization?.CheckChannels("SVHN", SvhnFile.Channels);
        LabelledPixels test = SvhnFile.Read(Path.Combine(folder, "test_32x32.mat"));
        LabelledPixels train = SvhnFile.Read(Path.Combine(folder, "train_32x32.mat"));
        if (extra)
            train.Add(SvhnFile.Read(Path.Combine(folder, "extra_32x32.mat")));
        return FromPixels("SVHN", train, test, [SvhnFile.Channels, SvhnFile.Side, SvhnFile.Side], SvhnFile.Classes, null, normalization);
    }

    private static (Dataset Train, Dataset Test) FromCifar(string path, CifarFormat format, Normalization? normalization)
    {
        ArgumentNullException.ThrowIfNull(path);
        normalization?.CheckChannels(format.Name, 3);
        var files = CifarFiles.Read(path, format);
        return FromPixels(format.Name, files.Train, files.Test, [3, 32, 32], format.Classes, files.ClassNames, normalization);
    }

    private static (Dataset Train, Dataset Test) FromPixels(
        string name,
        LabelledPixels train,
        LabelledPixels test,
        long[] shape,
        int classes,
        string[]? classNames,
        Normalization? normalization)
    {
        normalization ??= train.Pixels.Normalization(name, (int)shape[0]);
        return Both(() => Part(train, $"{name} train"), _ => Part(test, $"{name} test"));

        Dataset Part(LabelledPixels part, string partName)
        {
            Dataset data = FromSource(new PixelExamples(part.Pixels, shape, normalization), [.. part.Labels], partName, classes);
            data.ClassNames = classNames;
            return data;
        }
    }
}
