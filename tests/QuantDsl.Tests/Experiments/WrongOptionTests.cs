using QuantDsl.Tests.Digits;

namespace QuantDsl.Tests.Experiments;

/// <summary>Wrong options: one line that says what was expected and what came, exit code 2, nothing else.</summary>
public class WrongOptionTests
{
    [Theory]
    [InlineData("", "expected run, table, plot or ablate", "got none")]
    [InlineData("train", "expected run, table, plot or ablate", "got 'train'")]
    [InlineData("run --colour red", "expected --network, --bits", "got '--colour'")]
    [InlineData("run", "--network: expected one or more of", "got none")]
    [InlineData("run --network lenet5", "--out: expected a folder", "got none")]
    [InlineData("run --network lenet9 --out OUT", "--network: expected one or more of", "got 'lenet9'")]
    [InlineData("run --network lenet5,,mlp --out OUT", "--network: expected one or more of", "got 'lenet5,,mlp'")]
    [InlineData("run --network lenet5 --network mlp --out OUT", "--network: expected one or more of", "got 2 values")]
    [InlineData("run --network lenet5 --bits 0 --out OUT", "--bits: expected whole numbers from 1 to 32", "got '0'")]
    [InlineData("run --network lenet5 --bits 5 --out OUT", "--bits: there is no class for lenet5-5bit-laq", "only for 1, 2, 32.")]
    [InlineData("run --network mlp --bits 2 --method discard --out OUT", "--method: there is no class for mlp-2bit-discard", "only for blaq, laq.")]
    [InlineData("run --network lenet5 --method adam --out OUT", "--method: expected one or more of laq, blaq, discard", "got 'adam'")]
    [InlineData("run --network lenet5 --period 0 --out OUT", "--period: expected whole numbers of at least 1", "got '0'")]
    [InlineData("run --network lenet5 --seeds 0 --out OUT", "--seeds: expected a whole number from 1 to 10000", "got '0'")]
    [InlineData("run --network lenet5 --epochs 1.5 --out OUT", "--epochs: expected a whole number of at least 1", "got '1.5'")]
    [InlineData("run --network lenet5 --jobs many --out OUT", "--jobs: expected a whole number from 1 to 1024", "got 'many'")]
    [InlineData("run --network mlp --method discard --zigzag --out OUT", "--method: there is no class for mlp-1bit-discard-p5-a0.6 that measures zig-zag", "only for blaq, laq.")]
    [InlineData("run --network lenet5 --zigzag yes --out OUT", "expected --network, --bits", "got 'yes'")]
    [InlineData("run --network lenet5 --data no/such --out OUT", "--data: expected a folder with the data of lenet5", "there is no such folder")]
    [InlineData("run --network lenet5 --data OUT --out OUT", "--data: expected a folder with the data of lenet5", "it has no train-images-idx3-ubyte")]
    [InlineData("run --network vgg --out OUT", "--data: expected a folder with the data of vgg, got none", "this network needs one")]
    [InlineData("run --network lenet5,svhn --data OUT --out OUT", "--data: expected a folder with the data of lenet5", "it has no train-images-idx3-ubyte")]
    [InlineData("run --network charlstm --data OUT --out OUT", "--data: expected a folder with the data of charlstm", "it has no *.txt")]
    [InlineData("run --network lenet5 --augment --out OUT", "--augment: expected a network whose data can be augmented", "got lenet5")]
    [InlineData("run --network lenet5 --download imagenet --out OUT", "--download: expected one of cifar10, ", "got 'imagenet'")]
    [InlineData("run --network lenet5 --out /dev/null/x", "--out: expected a writable folder", "got '/dev/null/x'")]
    [InlineData("ablate --network lenet5 --blends 1 --out OUT", "--blends: expected numbers between 0 and 1", "got '1'")]
    [InlineData("ablate --network lenet5 --bits 32 --out OUT", "--bits: expected numbers below 32", "got 32")]
    [InlineData("table", "table: expected DIR", "got none")]
    [InlineData("table no/such", "table: expected a folder written by run --out", "there is no such folder")]
    [InlineData("table OUT", "table: expected finished runs in", "got none")]
    [InlineData("table OUT --format html", "--format: expected markdown, text or csv", "got 'html'")]
    [InlineData("table OUT --reach 101", "--reach: expected numbers between 0 and 100", "got '101'")]
    public void One_line_and_exit_code_2(string arguments, string expected, string found)
    {
        using TemporaryFolder folder = new();
        var run = ExperimentsRun.Of(arguments.Replace("OUT", folder.Path).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.Contains(found, line, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("--epochs 3", "with 1 epochs, not 3")]
    [InlineData("--epochs 1", "with data 'made up', not '")]
    public void A_folder_of_other_runs_is_not_mixed_with_these(string options, string found)
    {
        using DigitsFolder data = new(160, 20);
        using TemporaryFolder folder = new();
        string path = MadeUpRuns.Write(folder, MadeUpRuns.Run(MadeUpRuns.Laq, 0, [0.9]));

        var run = ExperimentsRun.Of(
            [
                "run", "--network", "lenet5", "--method", "laq", "--seeds", "1", "--data", data.Path, "--out", folder.Path,
                .. options.Split(' '),
            ]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{path}: expected the file of this run, but it holds one {found}", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [InlineData("--help", "run|table <DIR>|plot <DIR>|ablate")]
    [InlineData("run --help", "--network <#,…>|--bits <N,…>|--method|--period|--seeds <N>|--jobs|[default: laq,blaq]|[default: 5]")]
    [InlineData("table -h", "--format <csv|markdown|text>|[default: 98.5,99]")]
    [InlineData("ablate -h", "--blends|[default: 0.5,0.6,0.7,0.8,0.9]")]
    public void Help_names_what_there_is(string arguments, string expected)
    {
        var run = ExperimentsRun.Of(arguments.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string help = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("worker", help);
        foreach (string part in expected.Replace("csv|markdown|text", "*").Split('|'))
            Assert.Contains(part.Replace("*", "markdown|text|csv").Replace("#", "mlp|lenet5|vgg|svhn|resnet18|charlstm"), help);
    }
}
