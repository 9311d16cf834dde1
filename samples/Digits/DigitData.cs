using Digits.Options;
using QuantDsl;
using static System.FormattableString;

namespace Digits;

/// <summary>Images for training, for choosing the best epoch, and for testing.</summary>
/// <param name="Name">Name of the data.</param>
/// <param name="Training">Five sixths of the training images, for example 50 000 of MNIST's 60 000.</param>
/// <param name="Validation">The remaining sixth, which chooses the best epoch.</param>
/// <param name="Test">The test images.</param>
/// <param name="Epochs">Default number of epochs; null: as declared by the model.</param>
internal sealed record DigitData(string Name, Dataset Training, Dataset Validation, Dataset Test, int? Epochs) : IDisposable
{
    // Chosen so that the 1-bit LeNet-5 trains in well under 90 seconds on two cores, including two backtrack epochs.
    private const int DrawnImages = 9600;
    private const int DrawnTestImages = 2000;

    /// <summary>Number of epochs on the drawn digits, of which the fifth and the tenth backtrack.</summary>
    public const int DrawnEpochs = 10;

    /// <summary>Reads the folder given by <c>--data</c>, or draws digits if none is given.</summary>
    /// <exception cref="DatasetException">A file is damaged, or the images do not fit the model.</exception>
    public static DigitData Open(Settings settings, ModelInfo model)
    {
        if (settings.Data is not { } folder)
            return Split("drawn digits", Dataset.DrawnDigits(DrawnImages, DrawnTestImages), DrawnEpochs, settings.Seed, model);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return Split(name, Dataset.FromIdxFolder(folder), null, settings.Seed, model);
    }

    /// <summary>Name and numbers of images, for example <c>mnist: 50000 training, 10000 validation, 10000 test</c>.</summary>
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
                + "Use --data to give a folder of suitable images.");
        }

        (Dataset first, Dataset rest) = all.Split(training, seed);
        return new DigitData(name, first, rest, data.Test, epochs);
    }
}
