using System.Text;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Data sets of text.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Splits a text into sequences of characters for predicting the next character: inputs int64 [N, T] and labels int64 [N, T], which are
    /// the inputs shifted by one character. Sequences do not overlap; characters that do not fill the last sequence of a part are skipped.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="sequenceLength">Characters per sequence, T.</param>
    /// <param name="validationShare">Fraction of the text for validation, taken just before the test part.</param>
    /// <param name="testShare">Fraction of the text for testing, taken from its end.</param>
    /// <param name="device">Device of the data sets; null: the CPU.</param>
    /// <param name="name">Name of the data sets in messages and reports.</param>
    /// <returns>Three parts in the order of the text; the number of classes is that of the characters in the vocabulary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not between 0 and 1, or nothing is left for training.</exception>
    /// <exception cref="DatasetException">A part has fewer than T + 1 characters.</exception>
    public static TextData FromText(
        string text, int sequenceLength, double validationShare = .1, double testShare = .1, Device? device = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        RequireShare(validationShare, nameof(validationShare));
        RequireShare(testShare, nameof(testShare));
        if (!(validationShare + testShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(testShare),
                testShare,
                Invariant($"Expected less than {1 - validationShare}, so that something is left for training."));
        }

        var vocabulary = new Vocabulary(text);
        long[] tokens = vocabulary.Encode(text);
        int validation = (int)(tokens.Length * (1 - validationShare - testShare));
        int test = (int)(tokens.Length * (1 - testShare));
        return Sequences(
            tokens[..validation], tokens[validation..test], tokens[test..], vocabulary, sequenceLength, device, name ?? "text");

        static void RequireShare(double share, string parameter)
        {
            if (share is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(parameter, share, "Expected a fraction between 0 and 1.");
        }
    }

    /// <summary>Splits a text file (UTF-8) into sequences of characters; see <see cref="FromText"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sequenceLength">Characters per sequence, T.</param>
    /// <param name="validationShare">Fraction of the text for validation, taken just before the test part.</param>
    /// <param name="testShare">Fraction of the text for testing, taken from its end.</param>
    /// <param name="device">Device of the data sets; null: the CPU.</param>
    /// <returns>Three parts in the order of the text; the number of classes is that of the characters in the vocabulary.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not between 0 and 1, or nothing is left for training.</exception>
    /// <exception cref="DatasetException">The file is missing or not valid UTF-8, or a part has fewer than T + 1 characters.</exception>
    public static TextData FromTextFile(
        string path, int sequenceLength, double validationShare = .1, double testShare = .1, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FromText(ReadText(path), sequenceLength, validationShare, testShare, device, Path.GetFileName(path));
    }

    /// <summary>
    /// Splits a text in three files (UTF-8), such as the Penn Treebank, into sequences of characters; see <see cref="FromText"/>.
    /// </summary>
    /// <param name="train">File of the training text.</param>
    /// <param name="validation">File of the validation text.</param>
    /// <param name="test">File of the test text.</param>
    /// <param name="sequenceLength">Characters per sequence, T.</param>
    /// <param name="device">Device of the data sets; null: the CPU.</param>
    /// <returns>The three parts; the vocabulary, and therefore the number of classes, covers all three.</returns>
    /// <exception cref="DatasetException">A file is missing, is not valid UTF-8, or has fewer than T + 1 characters.</exception>
    public static TextData FromTextFiles(string train, string validation, string test, int sequenceLength, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        string[] texts = [ReadText(train), ReadText(validation), ReadText(test)];
        var vocabulary = new Vocabulary(string.Concat(texts));
        long[][] tokens = Array.ConvertAll(texts, vocabulary.Encode);
        return Sequences(tokens[0], tokens[1], tokens[2], vocabulary, sequenceLength, device, Path.GetFileName(train));
    }

    private static string ReadText(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text = DataFile.Read(path, "a text file", file =>
        {
            try
            {
                using StreamReader reader = new(file, new UTF8Encoding(false, throwOnInvalidBytes: true), true, -1, leaveOpen: true);
                return reader.ReadToEnd();
            }
            catch (DecoderFallbackException cause)
            {
                throw DatasetException.At(path, "a text in UTF-8", $"invalid bytes ({cause.Message})", "Convert it to UTF-8.", cause);
            }
        });
        return text.Length > 0
            ? text
            : throw DatasetException.At(path, "a text", "an empty file", "Check the path, or fetch the file again.");
    }

    private static TextData Sequences(
        long[] train, long[] validation, long[] test, Vocabulary vocabulary, int length, Device? device, string name)
    {
        if (vocabulary.Count < 2)
        {
            throw DatasetException.At(
                name, "a text of at least 2 different characters", $"only '{vocabulary.Characters[0]}'",
                "There is nothing to predict in it: check where the text comes from.");
        }
        List<Dataset> parts = [];
        try
        {
            parts.Add(Part(train, "train"));
            parts.Add(Part(validation, "validation"));
            parts.Add(Part(test, "test"));
            return new TextData(parts[0], parts[1], parts[2], vocabulary);
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }

        Dataset Part(long[] tokens, string part)
        {
            int used = Math.Max(0, tokens.Length - 1) / length * length;
            if (used == 0)
            {
                throw DatasetException.At(
                    $"{name} {part}",
                    Invariant($"at least {length + 1} characters, a sequence and the character after it"),
                    Invariant($"{tokens.Length}"),
                    "Use a longer text, shorter sequences or other fractions.");
            }

            string title = $"{name} {part}";
            int[] numbers = Int32(tokens[..(used + 1)]);
            int classes = DatasetCheck.ClassCount(title, numbers.Min(), numbers.Max(), vocabulary.Count);
            return InMemory(title, classes, AlignedMemory<int>.Of(numbers.AsSpan(0, used)), [length], numbers[1..], [length], device);
        }
    }
}
