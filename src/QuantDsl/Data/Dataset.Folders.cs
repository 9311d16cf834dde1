using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Folders of images.</content>
public sealed partial class Dataset
{
    private static readonly string[] ValidationFolders = ["val", "validation", "valid", "test"];

    /// <summary>
    /// The images of a folder that has a folder for every class (JPEG, PNG, BMP; classes and files in ordinal order). It is streamed:
    /// <see cref="Minibatches"/> reads, decodes and scales images by several threads while the model trains.
    /// </summary>
    /// <remarks>
    /// Scaling is bilinear with antialiasing, as in Pillow and torchvision. An image is seen as torchvision's <c>Resize</c> and
    /// <c>CenterCrop</c> show it, or as <c>RandomResizedCrop</c> does in training if <see cref="Augment"/> says so. An orientation in the
    /// metadata of an image is not applied.
    /// </remarks>
    /// <param name="folder">The folder, for example <c>imagenet/train</c>.</param>
    /// <param name="options">Size of the inputs, normalization, threads; null: as usual for ImageNet.</param>
    /// <param name="classNames">The classes of the training images, for a validation set; null: those of the folder.</param>
    /// <param name="name">What to call it; the name of the folder if null.</param>
    /// <returns>Inputs [N, 3, size, size] or, of grey, [N, 1, size, size].</returns>
    /// <exception cref="DatasetException">The folder is missing, has no such form, or a class has no image.</exception>
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
        ImageList images = ImageList.Of(folder, classNames);
        Tensor labels = TensorFill.Int64(images.Labels, Cpu());
        return new Dataset(new ImageFolderExamples(images, options, normalization), labels, title, images.ClassNames.Length)
        {
            ClassNames = images.ClassNames,
        };
    }

    /// <summary>
    /// The training and validation images of a folder in the layout of ImageNet: <c>train</c> and <c>val</c> (or <c>validation</c>,
    /// <c>valid</c>, <c>test</c>), each with a folder for every class. See <see cref="FromImageFolder"/>.
    /// </summary>
    /// <param name="root">The folder of both.</param>
    /// <param name="options">Size of the inputs, normalization, threads; null: as usual for ImageNet.</param>
    /// <exception cref="DatasetException">A folder is missing, has no such form, or a class has no image.</exception>
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
