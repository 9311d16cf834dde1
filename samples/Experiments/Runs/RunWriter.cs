using System.Text;
using QuantDsl;

namespace Experiments.Runs;

/// <summary>Writes the file of a run line by line; every line is flushed to disk before the next epoch begins.</summary>
internal sealed class RunWriter : IDisposable
{
    private readonly FileStream _file;

    /// <summary>For each line, the position of its end and the last epoch completed by then.</summary>
    private readonly List<(int Epoch, long End)> _marks = [];

    private RunWriter(FileStream file) => _file = file;

    /// <summary>
    /// Opens the file. An existing file is continued: epochs that are written again replace what the run wrote before it was interrupted.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="header">Written if the file is new.</param>
    /// <exception cref="InvalidDataException">What is there is no run; the message names file and line.</exception>
    public static RunWriter Open(string path, RunHeader header)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var writer = new RunWriter(file);
            writer.FindLines();
            if (writer._marks.Count == 0)
                writer.Append(0, new RunLine { Run = header });
            return writer;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a completed epoch, which replaces this epoch and all later ones if they are already in the file.</summary>
    public void Write(EpochReport epoch)
    {
        CutBehind(epoch.Epoch - 1);
        Append(epoch.Epoch, new RunLine { Epoch = epoch });
    }

    /// <summary>Adds a note.</summary>
    public void Write(string note) => Append(_marks[^1].Epoch, new RunLine { Note = note });

    /// <summary>Adds the summary, which ends the file.</summary>
    public void Write(RunSummary summary) => Append(_marks[^1].Epoch, new RunLine { Summary = summary });

    /// <summary>Removes all lines after those of an epoch.</summary>
    public void CutBehind(int epoch)
    {
        int kept = _marks.FindLastIndex(mark => mark.Epoch <= epoch) + 1;
        _marks.RemoveRange(kept, _marks.Count - kept);
        _file.SetLength(_marks[^1].End);
        _file.Position = _file.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Finds the lines of an existing file and removes an incomplete last line.</summary>
    private void FindLines()
    {
        using var reader = new StreamReader(_file, leaveOpen: true);
        string[] lines = reader.ReadToEnd().Split('\n')[..^1];
        long end = 0;
        int epoch = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            RunLine line = RunReader.Parse(_file.Name, i + 1, lines[i]);
            if ((line.Run is not null) != (i == 0) || line.Epoch is { Epoch: < 1 })
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{_file.Name}, line {i + 1}: expected a run's first line and then its epochs. Delete the file and run it again."));
            }
            end += Encoding.UTF8.GetByteCount(lines[i]) + 1;
            epoch = line.Epoch?.Epoch ?? epoch;
            _marks.Add((epoch, end));
        }

        _file.SetLength(end);
        _file.Position = end;
    }

    private void Append(int epoch, RunLine line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
        _marks.Add((epoch, _file.Position));
    }
}
