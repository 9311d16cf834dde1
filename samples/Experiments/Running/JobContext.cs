using Experiments.Runs;

namespace Experiments.Running;

/// <summary>What surrounds a run.</summary>
/// <param name="Report">Receives every line that the run adds to its file.</param>
/// <param name="CancellationToken">Ends it after the current step; it can be resumed.</param>
internal sealed record JobContext(Action<RunLine> Report, CancellationToken CancellationToken);
