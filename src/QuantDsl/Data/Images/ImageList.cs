using System.Globalization;

namespace QuantDsl.Data;

/// <summary>
/// The images of a folder with one subfolder per class, with classes and files in ordinal order so that indices do not depend on the
/// machine.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="ClassNames">Names of the subfolders.</param>
/// <param name="Files">Path of each file, relative to the subfolder of its class.</param>
/// <param name="Labels">Class of each file.</param>
internal sealed record ImageList(string Folder, string[] ClassNames, string[] Files, int[] Labels)
{
    private static readonly HashSet<string> Readable = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp" };

    private static readonly HashSet<string> Unreadable =
        new(StringComparer.OrdinalIgnoreCase) { ".webp", ".gif", ".tif", ".tiff", ".heic", ".avif", ".jp2", ".jxl" };

    /// <summary>The path of an image.</summary>
    public string Path(long index) => System.IO.Path.Combine(Folder, ClassNames[Labels[index]], Files[index]);

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classNames">The classes that it must have; null: the names of its subfolders.</param>
    /// <param name="allowMissing">Whether some of these classes may have no images.</param>
    public static ImageList Of(string folder, IReadOnlyList<string>? classNames, bool allowMissing = false)
    {
        if (!Directory.Exists(folder))
            throw DatasetException.At(folder, "a folder with one subfolder of images per class", "no such folder", "Check the path.");
        return Listed(folder, () =>
        {
            string[] classes = [.. ImageFiles.Folders(folder).Order(StringComparer.Ordinal)];
            CheckClasses(folder, classes, classNames, allowMissing);
            classes = classNames is null ? classes : [.. classNames];
            List<string> files = [];
            List<int> labels = [];
            for (int label = 0; label < classes.Length; label++)
            {
                string[] images = Images(System.IO.Path.Combine(folder, classes[label]), allowMissing);
                files.AddRange(images);
                labels.AddRange(Enumerable.Repeat(label, images.Length));
            }

            if (files.Count == 0)
                throw NoImages(folder);
            return new ImageList(folder, classes, [.. files], [.. labels]);
        });
    }

    /// <summary>Lists the images of a folder and of those within it, whatever their class.</summary>
    /// <exception cref="DatasetException">There are none, or the folder cannot be listed.</exception>
    public static ImageList Unlabelled(string folder)
    {
        if (!Directory.Exists(folder))
            throw DatasetException.At(folder, "a folder of images", "no such folder", "Check the path.");
        string[] files = Listed(folder, () => Images(folder, mayBeEmpty: true));
        return files.Length > 0
            ? new ImageList(folder, [""], files, new int[files.Length])
            : throw DatasetException.At(folder, "images (.jpg, .jpeg, .png or .bmp)", "none", "Check the path.");
    }

    private static T Listed<T>(string folder, Func<T> list)
    {
        try
        {
            return list();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw DatasetException.At(folder, "a folder that can be listed", cause.Message, "Check its permissions.", cause);
        }
    }

    private static void CheckClasses(string folder, string[] classes, IReadOnlyList<string>? expected, bool allowMissing)
    {
        if (expected is not null)
        {
            string? missing = allowMissing ? null : expected.Except(classes).FirstOrDefault();
            string? unknown = classes.Except(expected).FirstOrDefault();
            if (missing is not null || unknown is not null)
            {
                throw DatasetException.At(
                    folder,
                    "the same classes as in the training images",
                    missing is not null ? $"no folder {missing}" : $"a folder {unknown}",
                    missing is not null
                        ? $"Give both the same subfolders, each with images, or set {nameof(ImageFolderOptions)}."
                            + $"{nameof(ImageFolderOptions.AllowMissingClasses)} if there is no image of a rare class."
                        : "Give both the same subfolders, each with images.");
            }
        }
        else if (classes.Length < 2)
        {
            throw DatasetException.At(
                folder,
                "one subfolder of images per class, at least 2",
                classes.Length.ToString(CultureInfo.InvariantCulture),
                "Give the folder whose subfolders are named after the classes, for example …/train.");
        }
    }

    private static string[] Images(string folder, bool mayBeEmpty)
    {
        if (mayBeEmpty && !Directory.Exists(folder))
            return [];
        string[] files = [.. ImageFiles.All(folder).Order(StringComparer.Ordinal)];
        string? unreadable = Array.Find(files, file => Unreadable.Contains(System.IO.Path.GetExtension(file)));
        if (unreadable is not null)
        {
            throw DatasetException.At(
                System.IO.Path.Combine(folder, unreadable), "a JPEG, PNG or BMP image", "another format", "Convert it, or remove it.");
        }

        string[] images = Array.FindAll(files, file => Readable.Contains(System.IO.Path.GetExtension(file)));
        return images.Length > 0 || mayBeEmpty ? images : throw NoImages(folder);
    }

    private static DatasetException NoImages(string folder) => DatasetException.At(
        folder, "images (.jpg, .jpeg, .png or .bmp) of this class", "none", "Put its images there, or remove the folder.");
}
