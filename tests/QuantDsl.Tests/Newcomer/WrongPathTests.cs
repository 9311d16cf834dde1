using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D8: paths that cannot be written, as a folder or a file is there already, are refused by the documented exceptions.</summary>
public sealed class WrongPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_that_is_a_folder() =>
        Says<IOException>("it is a folder. Give the path of a file in it.", SmallData.Quiet(1) with { ReportPath = _folder.Path });

    [Fact]
    public void A_report_below_a_file() =>
        Says<IOException>("cannot be made", SmallData.Quiet(1) with { ReportPath = Path.Combine(File(), "report.json") });

    [Fact]
    public void A_checkpoint_that_is_a_folder() => Says<ModelFileException>(
        "it is a folder. Give the path of a file in it.", SmallData.Quiet(1) with { CheckpointPath = _folder.Path });

    [Fact]
    public void A_checkpoint_below_a_file() =>
        Says<ModelFileException>("cannot be made", SmallData.Quiet(1) with { CheckpointPath = Path.Combine(File(), "run.checkpoint") });

    [Fact]
    public void A_folder_of_TensorBoard_that_is_a_file() =>
        Says<IOException>("it is a file. Give the path of a folder.", SmallData.Quiet(1) with { TensorBoardPath = File() });

    [Fact]
    public void A_folder_of_TensorBoard_below_a_file() => Says<IOException>(
        "Cannot write files for TensorBoard to", SmallData.Quiet(1) with { TensorBoardPath = Path.Combine(File(), "board") });

    [Fact]
    public void A_model_that_is_a_folder_or_below_a_file()
    {
        using var model = new TinyMlp(seed: 1);

        Assert.Contains("it is a folder", Assert.Throws<ModelFileException>(() => model.Save(_folder.Path)).Message);
        Assert.Throws<ModelFileException>(() => model.Save(Path.Combine(File(), "model.safetensors")));
        Assert.Throws<ModelFileException>(() => model.Export(Path.Combine(File(), "model.qdsl")));
        Assert.Throws<ModelFileException>(() => TinyMlp.Load(_folder.Path));
        Assert.Throws<ModelFileException>(() => TinyMlp.LoadCheckpoint(_folder.Path));
        Assert.Throws<DatasetException>(() => Dataset.FromIdxFolder(File()));
        Assert.Throws<DatasetException>(() => Dataset.FromImageFolder(File()));
    }

    /// <summary>The exception is of just this type, and the message names the path; nothing was trained or written.</summary>
    private void Says<TException>(string what, FitOptions options)
        where TException : Exception
    {
        using var model = new TinyMlp(seed: 1);
        byte[] before = ModelBits.Of(model);

        string message = Assert.Throws<TException>(() => model.Fit(SmallData.Train, options: options)).Message;

        Assert.Contains(_folder.Path, message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Equal(before, ModelBits.Of(model));
        Assert.All(_folder.Files, name => Assert.Equal("a file", name));
    }

    private string File() => _folder.Write("a file", "text");
}
