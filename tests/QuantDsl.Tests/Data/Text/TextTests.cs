using System.Text;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Data;

public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_character_predicts_the_next_one()
    {
        string text = string.Concat(Enumerable.Range(0, 100).Select(i => (char)('a' + (i * i % 23))));
        using TextData data = Dataset.FromText(text, sequenceLength: 5, validationShare: .2, testShare: .1);

        Assert.Equal([13, 5], data.Train.Inputs.shape); // 70 characters: 69 have a next one
        Assert.Equal([3, 5], data.Validation.Inputs.shape);
        Assert.Equal([1, 5], data.Test.Inputs.shape);
        Assert.Equal([5], data.Train.InputShape);
        Dataset[] parts = [data.Train, data.Validation, data.Test];
        foreach ((Dataset part, int start) in parts.Zip([0, 70, 90]))
        {
            int length = (int)part.Count * 5;
            Assert.Equal(text.Substring(start, length), data.Vocabulary.Decode(part.Inputs.data<long>().ToArray()));
            Assert.Equal(text.Substring(start + 1, length), data.Vocabulary.Decode(part.Labels.data<long>().ToArray()));
            Assert.Equal(part.Inputs.shape, part.Labels.shape);
            Assert.Equal(data.Vocabulary.Count, part.Classes);
        }
    }

    [Fact]
    public void A_text_of_one_character_has_nothing_to_predict() =>
        Refusal.Of(() => Dataset.FromText(new string('a', 100), 5), "at least 2 different characters", "found only 'a'");

    [Fact]
    public void Minibatches_of_sequences_keep_inputs_and_labels_together()
    {
        using TextData data = Dataset.FromText(string.Concat(Enumerable.Range(0, 400).Select(i => (char)('A' + (i % 50)))), 4);
        int batches = 0;
        using Minibatches all = data.Train.Minibatches(1, 1, 8);
        while (all.Next(out Tensor inputs, out Tensor labels))
        {
            using (inputs)
            using (labels)
            {
                Assert.Equal([8, 4], labels.shape);
                Assert.Equal(inputs.data<long>().ToArray().Select(token => (token + 1) % 50), labels.data<long>().ToArray());
                batches++;
            }
        }

        Assert.Equal(data.Train.Count / 8, batches);
    }

    [Fact]
    public void The_vocabulary_has_every_character_once_in_their_order()
    {
        var vocabulary = new Vocabulary("Zoë 😀 zoo\n");

        Assert.Equal(["\n", " ", "Z", "o", "z", "ë", "😀"], vocabulary.Characters.Select(character => character.ToString()));
        Assert.Equal([4, 3, 5, 6], vocabulary.Encode("zoë😀"));
        Assert.Equal("zoë😀", vocabulary.Decode([4, 3, 5, 6]));
        Refusal.Of(() => vocabulary.Encode("zoé"), "found 'é' (U+00E9) at position 2");
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([-1]));
        Assert.Throws<DatasetException>(() => new Vocabulary(""));
    }

    [Fact]
    public void Reads_one_file_or_three()
    {
        string first = _folder.Write("train.txt", "abcabcabca"),
            second = _folder.Write("valid.txt", "abdabd"),
            third = _folder.Write("test.txt", "eabab");
        string whole = _folder.Write(
            "all.txt", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(new string('é', 50) + new string('x', 50))]);

        using TextData three = Dataset.FromTextFiles(first, second, third, 2);
        using TextData one = Dataset.FromTextFile(whole, 3);

        Assert.Equal(5, three.Vocabulary.Count);
        Assert.Equal([4L, 2, 2], new[] { three.Train.Count, three.Validation.Count, three.Test.Count });
        Assert.Equal("train.txt train: 4 examples of 2 in 5 classes", three.Train.ToString());
        Assert.Equal("xé", one.Vocabulary.Decode([0, 1])); // no byte order mark among the characters
        Assert.Equal(2, one.Vocabulary.Count);
    }

    [Fact]
    public void Texts_and_shares_that_do_not_do_are_refused()
    {
        Refusal.Of(() => Dataset.FromText(new string('a', 50) + 'b', 5), "text validation", "at least 6 characters", "found 5");
        Refusal.Of(() => Dataset.FromText("ab", 5), "text train", "found 1");
        Refusal.Of(() => Dataset.FromTextFile(_folder.File("none.txt"), 5), "none.txt", "found no such file");
        Refusal.Of(() => Dataset.FromTextFile(_folder.Write("empty.txt", ""), 5), "empty.txt", "found an empty file");
        Refusal.Of(() => Dataset.FromTextFile(_folder.Write("latin.txt", [0x61, 0xE9, 0x62]), 5), "latin.txt", "a text in UTF-8");
        Assert.Throws<ArgumentOutOfRangeException>("sequenceLength", () => Dataset.FromText("abc", 0));
        Assert.Throws<ArgumentOutOfRangeException>("validationShare", () => Dataset.FromText("abc", 1, validationShare: 0));
        Assert.Throws<ArgumentOutOfRangeException>("testShare", () => Dataset.FromText("abc", 1, .5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("testShare", () => Dataset.FromText("abc", 1, .5, .5));
    }
}
