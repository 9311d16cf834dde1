using Digits.Options;
using QuantDsl;
using static System.FormattableString;

namespace Digits;

/// <summary>Images to train on, to choose the best epoch by, and to test with.</summary>
/// <param name="Name">What they are, for people.</param>
/// <param name="Training">Five sixths of the training images: 50 000 of MNIST's 60 000.</param>
/// <param name="Validation">The last sixth.</param>
/// <param name="Test">The test images.</param>
/// <param name="Epochs">Epochs to train by default; null: as the model declares.</param>
internal sealed record DigitData(string Name, Dataset Training, Dataset Validation, Dataset Test, int? Epochs) : IDisposable
{
    // Chosen so that the 1-bit LeNet-5 trains in well under 90 seconds on two cores and passes two backtrack epochs.
    private const int DrawnImages = 9600;
    private const int DrawnTestImages = 2000;

    /// <summary>Epochs on the drawn digits, of which the fifth and the tenth backtrack.</summary>
    public const int DrawnEpochs = 10;

    /// <summary>Reads the folder of <c>--data</c>, or draws digits if none is given.</summary>
    /// <exception cref="DatasetException">A file is damaged, or the model does not take these images.</exception>
    public static DigitData Open(Settings settings, ModelInfo model)
    {
        if (settings.Data is not { } folder)
            return Split("drawn digits", Dataset.DrawnDigits(DrawnImages, DrawnTestImages), DrawnEpochs, settings.Seed, model);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Split(name, Dataset.FromIdxFolder(folder), null, settings.Seed, model);
    }

    /// <summary>For example <c>mnist: 50000 training, 10000 validation, 10000 test</c>, in images.</summary>
    public override string ToString() =>
        Invariant($"{Name}: {Training.Count} training, {Validation.Count} validation, {Test.Count} test");

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }

    private static DigitData Split(string name, (Dataset Train, Dataset Test) data, int? epochs, long seed, ModelInfo model)
    {
        using Dataset all = data.Train;
        long training = all.Count * 5 / 6;
        if (!all.InputShape.SequenceEqual(model.InputShape.Select(size => (long)size))
            || all.Classes > model.Classes
            || training < model.Batch)
        {
            throw new DatasetException(
                Invariant($"{name}: expected at least {(model.Batch * 6 + 4) / 5} training images of ")
                + Invariant($"{string.Join('×', model.InputShape)} in at most {model.Classes} classes, found {all}. ")
                + "Give the folder of other images with --data.");
        }

        (Dataset first, Dataset rest) = all.Split(training, seed);
        return new DigitData(name, first, rest, data.Test, epochs);
    }
}
