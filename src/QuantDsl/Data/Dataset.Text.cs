using System.Text;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>Text.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// A text as sequences of characters, each to predict the next one: inputs int64 [N, T] and labels int64 [N, T], the inputs one character
    /// on. Sequences follow one another without overlap; characters that do not fill the last sequence of a part are left out.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="sequenceLength">Characters in a sequence, T.</param>
    /// <param name="validationShare">The share of the text, before the test part, to validate with.</param>
    /// <param name="testShare">The share of the text, its end, to test with.</param>
    /// <param name="device">Where to put them; the CPU if null.</param>
    /// <param name="name">What to call it in messages and reports.</param>
    /// <returns>Three parts in the order of the text, each with as many classes as the vocabulary has characters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is not between 0 and 1, or nothing is left to train on.</exception>
    /// <exception cref="DatasetException">A part is shorter than a sequence and the character after it.</exception>
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
                nameof(testShare), testShare, Invariant($"Expected below {1 - validationShare}: something must be left to train on."));
        }

        var vocabulary = new Vocabulary(text);
        long[] tokens = vocabulary.Encode(text);
        int validation = (int)(tokens.Length * (1 - validationShare - testShare));
        int test = (int)(tokens.Length * (1 - testShare));
        return Sequences(tokens[..validation], tokens[validation..test], tokens[test..], vocabulary, sequenceLength, device, name ?? "text");

        static void RequireShare(double share, string parameter)
        {
            if (share is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(parameter, share, "Expected a share between 0 and 1.");
        }
    }

    /// <summary>A text file (UTF-8) as sequences of characters; see <see cref="FromText"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sequenceLength">Characters in a sequence, T.</param>
    /// <param name="validationShare">The share of the text, before the test part, to validate with.</param>
    /// <param name="testShare">The share of the text, its end, to test with.</param>
    /// <param name="device">Where to put them; the CPU if null.</param>
    /// <returns>Three parts in the order of the text, each with as many classes as the vocabulary has characters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is not between 0 and 1, or nothing is left to train on.</exception>
    /// <exception cref="DatasetException">The file is missing, no UTF-8 text, or a part is shorter than a sequence.</exception>
    public static TextData FromTextFile(
        string path, int sequenceLength, double validationShare = .1, double testShare = .1, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FromText(ReadText(path), sequenceLength, validationShare, testShare, device, Path.GetFileName(path));
    }

    /// <summary>A text in three files (UTF-8), such as the Penn Treebank, as sequences of characters; see <see cref="FromText"/>.</summary>
    /// <param name="train">The file to train on.</param>
    /// <param name="validation">The file to validate with.</param>
    /// <param name="test">The file to test with.</param>
    /// <param name="sequenceLength">Characters in a sequence, T.</param>
    /// <param name="device">Where to put them; the CPU if null.</param>
    /// <returns>The three parts, each with as many classes as the vocabulary of all has characters.</returns>
    /// <exception cref="DatasetException">A file is missing, no UTF-8 text, or shorter than a sequence.</exception>
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
                throw DatasetException.At(path, "a text in UTF-8", $"other bytes ({cause.Message})", "Convert it to UTF-8.", cause);
            }
        });
        return text.Length > 0 ? text : throw DatasetException.At(path, "a text", "an empty file", "Check the path, or fetch the file again.");
    }

    private static TextData Sequences(
        long[] train, long[] validation, long[] test, Vocabulary vocabulary, int length, Device? device, string name)
    {
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
                    Invariant($"at least {length + 1} characters, a sequence and the one after it"),
                    Invariant($"{tokens.Length}"),
                    "Give a longer text, shorter sequences or other shares.");
            }

            return Create(Rows(tokens[..used]), () => Rows(tokens[1..(used + 1)]), $"{name} {part}", vocabulary.Count);
        }

        Tensor Rows(long[] tokens)
        {
            using Tensor flat = TensorFill.Int64(tokens, device ?? Cpu());
            return flat.reshape(-1, length);
        }
    }
}
