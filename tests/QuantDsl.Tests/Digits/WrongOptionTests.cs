using QuantDsl.Tests.Data;

namespace QuantDsl.Tests.Digits;

/// <summary>Wrong options: one line that says what was expected and what came, exit code 2, nothing else.</summary>
public class WrongOptionTests
{
    [Theory]
    [InlineData("--colour red", "expected --data, --model", "got '--colour'")]
    [InlineData("mnist", "expected --data, --model", "got 'mnist'")]
    [InlineData("@arguments.txt", "expected --data, --model", "got '@arguments.txt'")]
    [InlineData("--model vgg", "--model: expected lenet5 or mlp", "got 'vgg'")]
    [InlineData("--model LENET5", "--model: expected lenet5 or mlp", "got 'LENET5'")]
    [InlineData("--bits 4", "--bits: expected 1, 2, 3 or 32", "got '4'")]
    [InlineData("--bits", "--bits: expected 1, 2, 3 or 32", "got none")]
    [InlineData("--bits 1 --bits 2", "--bits: expected 1, 2, 3 or 32", "got 2 values")]
    [InlineData("--method adam", "--method: expected blaq or laq", "got 'adam'")]
    [InlineData("--epochs 0", "--epochs: expected a whole number of at least 1", "got '0'")]
    [InlineData("--epochs -3", "--epochs: expected a whole number of at least 1", "got '-3'")]
    [InlineData("--epochs 2147483648", "--epochs: expected a whole number of at least 1", "got '2147483648'")]
    [InlineData("--epochs 1.5", "--epochs: expected a whole number of at least 1", "got '1.5'")]
    [InlineData("--epochs --seed 3", "--epochs: expected a whole number of at least 1", "got '--seed'")]
    [InlineData("--seed one", "--seed: expected a whole number", "got 'one'")]
    [InlineData("--seed 9223372036854775808", "--seed: expected a whole number", "got '9223372036854775808'")]
    [InlineData("--device gpu", "--device: expected cpu or cuda", "got 'gpu'")]
    [InlineData("--data", "--data: expected a folder", "got none")]
    [InlineData("--data no/such/folder", "--data: expected a folder with IDX files", "there is no such folder")]
    [InlineData("--save no/such/folder/m.safetensors", "--save: expected a writable file", "does not exist")]
    [InlineData("--report no/such/folder/r.json", "--report: expected a writable file", "does not exist")]
    [InlineData("--save .", "--save: expected a writable file", "it is a folder")]
    [InlineData("--report same --save ./same", "--report: expected a different file from --save", "got 'same' for both")]
    public void One_line_and_exit_code_2(string arguments, string expected, string found)
    {
        var run = DigitsRun.Of(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith(expected, line, StringComparison.Ordinal);
        Assert.Contains(found, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train-images")]
    [InlineData("train-labels")]
    [InlineData("t10k-images")]
    [InlineData("t10k-labels")]
    public void A_data_folder_without_one_of_the_files_is_named_with_it(string file)
    {
        using DigitsFolder data = new(train: 12, test: 2);
        string missing = Directory.GetFiles(data.Path, file + "*").Single();
        File.Delete(missing);

        var run = DigitsRun.Of("--data", data.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith($"it has no {Path.GetFileName(missing)}. Give another or omit the option.", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Checking_the_output_files_neither_changes_them_nor_leaves_anything()
    {
        using TemporaryFolder folder = new();
        string model = folder.Write("m.safetensors", [1, 2, 3]);

        var run = DigitsRun.Of("--save", model, "--report", Path.Combine(folder.Path, "none", "r.json"));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([model], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(model));
    }
}
