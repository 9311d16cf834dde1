namespace QuantDsl.Tests.Training;

/// <summary>A directory that is deleted when disposed.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("quantdsl-");

    public string this[string file] => Path.Combine(_directory.FullName, file);

    public string[] Files => [.. _directory.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.Name).Order()];

    public void Dispose() => _directory.Delete(recursive: true);
}
