using System.Globalization;
using System.Reflection;

namespace QuantDsl.Tests.Bits;

/// <summary>
/// Packed models answer as trained ones on 10,000 images, bit for bit: all at once, one by one, and on several threads. The images are
/// MNIST's test set where it lies beside the checkout, in shared/data/mnist, else drawn digits.
/// </summary>
public sealed class TestSetTests
{
    [Fact]
    public void Ten_thousand_images()
    {
        string repository = typeof(TestSetTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryDirectory").Value!;
        string folder = Path.Combine(repository, "..", "shared", "data", "mnist");
        string[] lines = BitsProgram.Lines(Directory.Exists(folder) ? ["digits", folder] : ["digits"]);

        Assert.Equal(1 + 9, lines.Length);
        Assert.All(lines.Skip(1), line =>
        {
            string[] words = line.Split(' ');
            Assert.Equal("10000", words[1]);
            Assert.True(int.Parse(words[3], CultureInfo.InvariantCulture) > 10_000, line); // answers that say something
        });
    }
}
