namespace QuantDsl.Tests.Digits;

public class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--bits 7 --help")]
    public void Help_shows_every_option_with_its_default(string arguments)
    {
        var run = DigitsRun.Of(arguments.Split(' '));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        string help = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"--data <DIR> .*\[default: drawn digits", help);
        Assert.Matches(@"--model <lenet5\|mlp> .*\[default: lenet5\]", help);
        Assert.Matches(@"--bits <1\|2\|3\|32> .*\[default: 1\]", help);
        Assert.Matches(@"--method <blaq\|laq> .*\[default: blaq\]", help);
        Assert.Matches(@"--epochs <N> .*\[default: 10 on drawn digits; with --data lenet5 20, mlp 50\]", help);
        Assert.Matches(@"--seed <S> .*\[default: 0\]", help);
        Assert.Matches(@"--device <cpu\|cuda> .*\[default: cpu\]", help);
        Assert.Matches(@"--report <FILE\.json> .*\[default: none\]", help);
        Assert.Matches("--metrics ", help);
        Assert.Matches(@"--save <FILE\.safetensors> .*\[default: <model>-<bits>bit\.safetensors\]", help);
    }
}
