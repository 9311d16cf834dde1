using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>The files that show a run while it lasts: the report and those of TensorBoard.</summary>
internal sealed class RunFiles : IDisposable
{
    private readonly string? _reportPath;
    private readonly TensorBoardLog? _tensorBoard;

    /// <summary>Creates the files of TensorBoard, if the options name them.</summary>
    /// <param name="options">The user's options.</param>
    /// <param name="time">Clock of the run.</param>
    /// <exception cref="IOException"><see cref="FitOptions.TensorBoardPath"/> cannot be created.</exception>
    public RunFiles(FitOptions options, TimeProvider time)
    {
        _reportPath = options.ReportPath;
        if (options.TensorBoardPath is { } folder) _tensorBoard = new(folder, time);
    }

    /// <summary>The parameters whose scales TensorBoard shows.</summary>
    public void Watch(IReadOnlyList<Parameter> parameters)
    {
        if (_tensorBoard is not null) _tensorBoard.Scales = () => ParameterScales.Of(parameters);
    }

    /// <summary>Writes all of them after an epoch. A full disk or a deleted folder must not end a long run.</summary>
    /// <param name="report">The report of the run until now.</param>
    /// <param name="notes">Receives what could not be written.</param>
    public void Update(TrainingReport report, RunNotes notes)
    {
        int epoch = report.Epochs[^1].Epoch;
        SaveReport(report, Invariant($"the report was not written after epoch {epoch}"), notes);
        notes.Try(
            "TensorBoard", Invariant($"nothing was written for TensorBoard after epoch {epoch}"), () => _tensorBoard?.Write(report.Epochs));
    }

    /// <summary>Writes the report, if the options name its file.</summary>
    /// <param name="report">The report.</param>
    /// <param name="failure">What to say if it cannot be written.</param>
    /// <param name="notes">Receives it.</param>
    public void SaveReport(TrainingReport report, string failure, RunNotes notes) => notes.Try("report", failure, () =>
    {
        if (_reportPath is not null) report.SaveJson(_reportPath);
    });

    /// <inheritdoc/>
    public void Dispose() => _tensorBoard?.Dispose();
}
