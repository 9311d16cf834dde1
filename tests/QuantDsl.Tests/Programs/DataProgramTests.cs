using System.Globalization;
using System.Text;
using QuantDsl.Tests.Data;

namespace QuantDsl.Tests.Programs;

/// <summary>Programs that use data of their own, word for word as a user would write them.</summary>
public sealed class DataProgramTests : IDisposable
{
    private static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_in_a_CSV_file()
    {
        var table = new StringBuilder("id,length,weight,species\n");
        for (int i = 0; i < 150; i++)
        {
            (int species, double spread) = (i % 3, (i * 7 % 11 / 22.0) - 0.25);
            table.Append(CultureInfo.InvariantCulture, $"{i},{1 + (2 * species) + spread},{3000 + (1500 * species) - (400 * spread)},");
            table.Append('"').Append(Species[species]).Append("\"\n");
        }
        _folder.Write("flowers.csv", table.ToString());

        Assert.Equal(["accuracy above 90 %: True", "setosa", "True"], UserProgram.Run("Table.cs", _folder.Path));
    }

    [Fact]
    public void Arrays_and_a_cross_validation() =>
        Assert.Equal(["3 folds, mean above 80 %: True"], UserProgram.Run("CrossValidation.cs"));

    [Fact]
    public void A_source_of_ones_own() => Assert.Equal(["accuracy above 90 %: True"], UserProgram.Run("Tones.cs"));

    [Fact]
    public void Image_files()
    {
        for (int i = 0; i < 16; i++)
        {
            _folder.Write($"train/stripes/{i}.png", Stripes(i));
            _folder.Write($"train/squares/{i}.png", Squares(i));
        }
        _folder.Write("unknown/a.png", Stripes(3));
        _folder.Write("unknown/deeper/b.png", Squares(5));

        Assert.Equal(
            ["stripes, sure: True", "True", "a.png: stripes", "b.png: squares"], UserProgram.Run("Photos.cs", _folder.Path));

        static byte[] Stripes(int shift) =>
            ImageBytes.Png(20, 24, (row, _) => (row + shift) / 2 % 2 == 0 ? (250, 240, 230) : (10, 20, 30));

        static byte[] Squares(int shift) =>
            ImageBytes.Png(24, 20, (row, column) => ((row + shift) / 8 + (column / 8)) % 2 == 0 ? (250, 240, 230) : (10, 20, 30));
    }
}
