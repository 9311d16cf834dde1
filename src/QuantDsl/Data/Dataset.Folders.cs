using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <content>Data sets from folders of images.</content>
public sealed partial class Dataset
{
    private static readonly string[] ValidationFolders = ["val", "validation", "valid", "test"];

    /// <summary>
    /// Creates a data set from a folder with one subfolder of images per class (JPEG, PNG or BMP; classes and files in ordinal order). The
    /// data set is streamed: <see cref="Minibatches"/> reads, decodes and scales images on several threads while the model trains. Files
    /// and folders whose names begin with a dot, and folders of the system such as <c>__MACOSX</c>, are passed over.
    /// </summary>
    /// <remarks>
    /// Scaling is bilinear with antialiasing, as in Pillow and torchvision. Images are resized and cropped as by torchvision's
    /// <c>Resize</c> and <c>CenterCrop</c>; during training as by <c>RandomResizedCrop</c> if <see cref="Augment"/> asks for it. An
    /// orientation given in an image's metadata is not applied.
    /// </remarks>
    /// <param name="folder">The folder, for example <c>imagenet/train</c>.</param>
    /// <param name="options">Input size, normalization and threads; null: the defaults, which are those of ImageNet.</param>
    /// <param name="classNames">For a validation set, the class names of the training set; null: the names of the subfolders.</param>
    /// <param name="name">Name of the data set; null: the name of the folder.</param>
    /// <returns>Inputs [N, 3, size, size], or [N, 1, size, size] for grey images.</returns>
    /// <exception cref="DatasetException">The folder is missing, has another layout, or a class has no images.</exception>
    public static Dataset FromImageFolder(
        string folder, ImageFolderOptions? options = null, IReadOnlyList<string>? classNames = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImageFolderOptions();
        string title = name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (options.ScaledSide < options.Size)
        {
            throw DatasetException.At(
                title,
                Invariant($"a {nameof(options.ShorterSide)} of at least the {nameof(options.Size)}, {options.Size}"),
                Invariant($"{options.ScaledSide}"),
                "Make it larger.");
        }

        Normalization normalization = options.Normalization ?? (options.Grey ? Normalization.ToMinusOneToOne : Normalization.ImageNet);
        normalization.CheckChannels(title, options.Channels);
        var images = ImageList.Of(folder, classNames, options.AllowMissingClasses && classNames is not null);
        var examples = new ImageFolderExamples(images, new ImageInput(options, normalization));
        Dataset data = FromSource(examples, images.Labels, title, images.ClassNames.Length);
        data.ClassNames = images.ClassNames;
        return data;
    }

    /// <summary>
    /// Creates training and validation sets from a folder in ImageNet's layout: <c>train</c> and <c>val</c> (or <c>validation</c>,
    /// <c>valid</c>, <c>test</c>), each with one subfolder per class. See <see cref="FromImageFolder"/>.
    /// </summary>
    /// <param name="root">The folder that contains both.</param>
    /// <param name="options">Input size, normalization and threads; null: the defaults, which are those of ImageNet.</param>
    /// <exception cref="DatasetException">A folder is missing, has another layout, or a class has no images.</exception>
    public static (Dataset Train, Dataset Validation) FromImageFolders(string root, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        string? second = Array.Find(ValidationFolders, folder => Directory.Exists(Path.Combine(root, folder)));
        if (!Directory.Exists(Path.Combine(root, "train")) || second is null)
        {
            throw DatasetException.At(
                root,
                "the folders train and val",
                Directory.Exists(root) ? $"no {(second is null ? "val" : "train")}" : "no such folder",
                "Check the path, or name the folders one by one with Dataset.FromImageFolder.");
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        return Both(
            () => FromImageFolder(Path.Combine(root, "train"), options, null, $"{name} train"),
            train => FromImageFolder(Path.Combine(root, second), options, train.ClassNames, $"{name} {second}"));
    }
}
