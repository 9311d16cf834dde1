using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Data;

/// <summary>Tables from arrays and CSV files, and standardised columns.</summary>
public sealed class TableTests : IDisposable
{
    private const string Flowers = "length,width,\"species, name\"\n1.5,2,rose\n-3e1, 4 ,\"oak \"\"b\"\"\"\n\n0.25,.5,rose\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_of_two_dimensions_and_of_rows_are_read_row_by_row()
    {
        using var flat = Dataset.FromArrays([1, 2, 3, 4, 5, 6], [2], [0, 1, 0]);
        using var table = Dataset.FromTable(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, [0, 1, 0]);
        float[][] jagged = [[1, 2], [3, 4], [5, 6]];
        using var rows = Dataset.FromRows(jagged, [0, 1, 0]);

        Assert.Equal(Inputs(flat), Inputs(table));
        Assert.Equal(Inputs(flat), Inputs(rows));
        Assert.Equal([2], rows.InputShape);
        Refusal.Of(() => Dataset.FromRows([[1, 2], [3]], [0, 1], name: "mine"), "mine, row 1: expected 2 numbers as in row 0, found 1.");
        Refusal.Of(() => Dataset.FromRows([[1, 2], null!], [0, 1]), "data, row 1: expected 2 numbers as in row 0, found null.");
        Refusal.Of(() => Dataset.FromTable(new float[0, 3], []), "at least one example, found no labels");
        Refusal.Of(() => Dataset.FromTable(new float[2, 3], [0]), "1 examples of 3, 3 numbers, found 6");
    }

    [Fact]
    public void A_CSV_file_has_named_columns_and_labels()
    {
        using var data = Dataset.FromCsv(_folder.Write("flowers.csv", Flowers), label: "species, name");

        Assert.Equal([1.5f, 2, -30, 4, .25f, .5f], Inputs(data));
        Assert.Equal(["length", "width"], data.ColumnNames!);
        Assert.Equal(["oak \"b\"", "rose"], data.ClassNames!);
        Assert.Equal([1, 0, 1], data.SliceLabels(0, 3).ToArray());
        Assert.Equal("flowers.csv: 3 examples of 2 in 2 classes", data.ToString());
    }

    [Fact]
    public void Columns_are_chosen_in_any_order_and_missing_numbers_replaced()
    {
        string path = _folder.Write("x.csv", "7;1;;10\n8;0;4;9\n9;1;?;10\n");
        string[] header = ["id", "class", "a", "b"];
        using var data = Dataset.FromCsv(
            path, "class", new CsvOptions { Header = header, Separator = ';', Columns = ["b", "a"], MissingValue = -1 });
        using var others = Dataset.FromCsv(path, "b", new CsvOptions { Header = header, Except = ["a", "id"] });

        Assert.Equal([10, -1, 9, 4, 10, -1], Inputs(data));
        Refusal.Of(
            () => Dataset.FromCsv(path, "class", new CsvOptions { Header = header }), "x.csv, line 1, column 3 ('a'): expected a number");
        Assert.Equal(["b", "a"], data.ColumnNames!);
        Assert.Equal([1, 0, 1], Inputs(others));
        Assert.Equal(["9", "10"], others.ClassNames!); // as numbers
    }

    [Fact]
    public void Labels_of_a_CSV_file_are_numbers_where_that_is_asked_for()
    {
        var options = new CsvOptions { NumberLabels = true };
        using var train = Dataset.FromCsv(_folder.Write("houses.csv", "area,rooms,price\n50,2,1.5e5\n100,4,-3\n"), "price", options);
        using Dataset scaled = train.Standardize();
        using var test = Dataset.FromCsv(_folder.Write("more.csv", "price,rooms,area\n7.25,4,100\n"), "price", options, like: scaled);

        train.Slice(0, 2, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> labels);
        Assert.Equal([50, 2, 100, 4], inputs.ToArray());
        Assert.Equal([1.5e5f, -3], labels.ToArray());
        test.Slice(0, 1, out inputs, out labels);
        Assert.Equal([1, 1], inputs.ToArray());
        Assert.Equal([7.25f], labels.ToArray());
        Refusal.Of(
            () => Dataset.FromCsv(_folder.Write("w.csv", "a,b\n1,2\n1,dear\n"), "b", options),
            "w.csv, line 3, column 'b': expected a number such as -1.5 or 2e3, found 'dear'.");
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(_folder.File("houses.csv"), "price", like: train));
        Assert.Throws<InvalidOperationException>(() => train.SplitStratified(1, seed: 1));
    }

    [Fact]
    public void A_test_set_has_the_columns_classes_and_scale_of_the_training_set()
    {
        using var train = Dataset.FromCsv(_folder.Write("train.csv", "a,b,c\n0,4,x\n2,4,y\n4,4,z\n"), "c");
        using Dataset scaled = train.Standardize();
        using var test = Dataset.FromCsv(_folder.Write("test.csv", "c,b,a\nz,5,2\n"), "c", like: scaled);

        Assert.Equal([0, 1], Inputs(test));
        Assert.Equal([2], test.SliceLabels(0, 1).ToArray());
        Assert.Equal(3, test.Classes);
        Refusal.Of(
            () => Dataset.FromCsv(_folder.Write("w.csv", "a,b,c\n1,2,w\n"), "c", like: train),
            "w.csv, line 2, column 'c': expected one of the classes of the training set (x, y, z), found 'w'.");
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(_folder.File("test.csv"), "c", like: SmallData.Train));
    }

    [Theory]
    [InlineData("a,b\n1,x\n2\n", "line 3: expected 2 columns, found 1.")]
    [InlineData("a,b\n1,x\n\n2,y,z\n", "line 4: expected 2 columns, found 3.")]
    [InlineData("a,b\n1,x\nred,y\n", "line 3, column 1 ('a'): expected a number such as -1.5 or 2e3, found 'red'.")]
    [InlineData("a,b\n1,\"x\nx\"\n1e99,y\n", "line 4, column 1 ('a'): expected a number such as -1.5 or 2e3, found '1e99'.")]
    [InlineData("a,b\n1,x\n,y\n", "line 3, column 1 ('a'): expected a number, found an empty cell.")]
    [InlineData("a,b\n1,x\nNA,y\n", "line 3, column 1 ('a'): expected a number, found 'NA'.")]
    [InlineData("a,b\n1,x\n2,\n", "line 3, column 2 ('b'): expected a label, found an empty cell.")]
    [InlineData("a,B\n1,x\n", "line 1: expected a column 'b', found the columns 'a', 'B'.")]
    [InlineData("a,b,a\n1,x,2\n", "line 1: expected columns of different names, found two named 'a'.")]
    [InlineData("b\nx\n", "line 1: expected at least one column beside the label, found only 'b'.")]
    [InlineData("a,b\n1,x\n2,x\n", "expected labels of at least 2 classes in the column 'b', found only 'x'.")]
    [InlineData("a,b\n", "expected at least one row, found none.")]
    [InlineData("", "expected at least one row, found an empty file.")]
    public void What_is_wrong_in_a_CSV_file_is_named_with_its_place(string text, string part)
    {
        string path = _folder.Write("bad.csv", text);

        Assert.StartsWith($"{path}", Refusal.Of(() => Dataset.FromCsv(path, "b"), part), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_files_that_are_missing_are_refused()
    {
        string latin = _folder.Write("latin.csv", [.. "a,b\n1,"u8, 0xE9, 0x0A]), right = _folder.Write("x.csv", "a,b\n1,x\n");

        Refusal.Of(() => Dataset.FromCsv(latin, "b"), "a CSV file in UTF-8", "Convert it");
        Refusal.Of(() => Dataset.FromCsv(_folder.File("none.csv"), "b"), "none.csv: expected a CSV file, found no such file");
        Refusal.Of(
            () => Dataset.FromCsv(right, "b", new CsvOptions { Columns = ["a", "b"] }), "a label that is no input");
    }

    /// <summary>Against the definition, in float64.</summary>
    [Fact]
    public void Standardised_columns_have_mean_0_and_deviation_1()
    {
        float[][] rows = [.. Enumerable.Range(0, 500).Select(i => new[] { 1e6f + (i % 17), -i / 3f, 5 })];
        using var data = Dataset.FromRows(rows, new long[500]);
        using Dataset scaled = data.Standardize();
        float[] inputs = Inputs(scaled);
        double mean = rows.Average(row => (double)row[0]);
        double deviation = Math.Sqrt(rows.Average(row => (row[0] - mean) * (row[0] - mean)));

        Assert.Equal([(float)mean, -499 / 6f, 5], scaled.Standardization!.Means);
        Assert.Equal((float)deviation, scaled.Standardization.StandardDeviations[0]);
        Assert.Equal(1, scaled.Standardization.StandardDeviations[2]); // all values are the same
        Assert.All(inputs.Where((_, i) => i % 3 == 2), value => Assert.Equal(0, value));
        Assert.Equal(0, inputs.Where((_, i) => i % 3 == 1).Average(), 1e-5);
        Assert.Equal(1, inputs.Where((_, i) => i % 3 == 1).Average(value => value * value), 1e-5);
        float[] again = new float[inputs.Length];
        scaled.Standardization.Apply(Inputs(data), again);
        Assert.Equal(inputs, again);
    }

    [Fact]
    public void A_source_is_standardised_as_it_is_read()
    {
        float[][] rows = [.. Enumerable.Range(0, 40).Select(i => new[] { MathF.Sin(i), i * i })];
        long[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 2L)];
        using var memory = Dataset.FromRows(rows, labels);
        using var streamed = Dataset.FromSource(new Rows(rows), labels);
        using Dataset scaled = streamed.Standardize(), expected = memory.Standardize();

        Assert.Equal(Inputs(expected), Inputs(scaled));
    }

    [Fact]
    public void What_cannot_be_standardised_is_refused()
    {
        using var data = Dataset.FromRows([[1, 2], [3, 4]], [0, 1]);
        using Dataset scaled = data.Standardize();

        string ofImages = Assert.Throws<InvalidOperationException>(() => SmallData.Train.Standardize()).Message;
        Assert.Contains("has examples of 1×28×28: only rows", ofImages, StringComparison.Ordinal);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => scaled.Standardize()).Message, StringComparison.Ordinal);
        Refusal.Of(() => data.Standardize(new Standardization([1], [1])), "a standardisation of 2 columns, found one of 1");
        Assert.Throws<ArgumentException>(() => new Standardization([1], [0]));
        Assert.Throws<ArgumentException>(() => new Standardization([float.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new Standardization([], []));
    }

    private static float[] Inputs(Dataset data)
    {
        data.Slice(0, data.Count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<int> _);
        return inputs.ToArray();
    }

    private sealed class Rows(float[][] rows) : IExampleSource
    {
        public long Count => rows.Length;

        public IReadOnlyList<long> Shape => [rows[0].Length];

        public void Read(long index, Span<float> example) => rows[index].CopyTo(example);
    }
}
