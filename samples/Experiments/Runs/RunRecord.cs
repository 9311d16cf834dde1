using QuantDsl;

namespace Experiments.Runs;

/// <summary>The content of a run's file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">Its first line.</param>
/// <param name="Epochs">The completed epochs.</param>
/// <param name="Summary">Its last line; null if the run is not finished.</param>
internal sealed record RunRecord(string Path, RunHeader Header, IReadOnlyList<EpochReport> Epochs, RunSummary? Summary)
{
    /// <summary>Settings that identify the run.</summary>
    public RunSettings Settings => Header.Settings;

    /// <summary>Whether all epochs are completed.</summary>
    public bool IsFinished => Summary is not null;
}
