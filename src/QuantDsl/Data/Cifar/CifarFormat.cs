namespace QuantDsl.Data;

/// <summary>The files of a binary version of CIFAR: records of one or two label bytes, then 32×32 red, green and blue pixels.</summary>
/// <param name="Name">Name of the data set.</param>
/// <param name="Archive">The published archive.</param>
/// <param name="Folder">The folder inside the archive.</param>
/// <param name="Train">The files of training images.</param>
/// <param name="Test">The file of test images.</param>
/// <param name="ClassNames">The file of class names, one per line.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="LabelBytes">Number of label bytes before the pixels.</param>
/// <param name="LabelAt">Index of the label byte to use.</param>
internal sealed record CifarFormat(
    string Name, string Archive, string Folder, string[] Train, string Test, string ClassNames, int Classes, int LabelBytes, int LabelAt)
{
    public const int PixelBytes = 3 * 32 * 32;

    private const string HundredArchive = "cifar-100-binary.tar.gz";
    private const string HundredFolder = "cifar-100-binary";

    private static readonly string[] TenTrain =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];

    public static CifarFormat Ten { get; } =
        new("CIFAR-10", "cifar-10-binary.tar.gz", "cifar-10-batches-bin", TenTrain, "test_batch.bin", "batches.meta.txt", 10, 1, 0);

    public static CifarFormat HundredFine { get; } =
        new("CIFAR-100", HundredArchive, HundredFolder, ["train.bin"], "test.bin", "fine_label_names.txt", 100, 2, 1);

    public static CifarFormat HundredCoarse { get; } =
        new("CIFAR-100 coarse", HundredArchive, HundredFolder, ["train.bin"], "test.bin", "coarse_label_names.txt", 20, 2, 0);

    /// <summary>Length of a record in bytes.</summary>
    public int RecordBytes => LabelBytes + PixelBytes;

    /// <summary>All files that are read; the last one, with the class names, is optional.</summary>
    public IEnumerable<string> Files => [.. Train, Test, ClassNames];
}
