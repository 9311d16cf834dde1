using Experiments.Runs;

namespace Experiments.Running;

/// <summary>The environment in which a job runs.</summary>
/// <param name="Report">Receives every line that the run adds to its file.</param>
/// <param name="CancellationToken">Stops the run after the current step; it can be resumed.</param>
internal sealed record JobContext(Action<RunLine> Report, CancellationToken CancellationToken);
