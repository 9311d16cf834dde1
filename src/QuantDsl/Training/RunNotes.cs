namespace QuantDsl.Training;

/// <summary>
/// What went wrong beside training. Nothing that reports on a run may end it: a failure is shown and kept for the report, each kind once.
/// </summary>
/// <param name="display">Shows notes to the user.</param>
/// <param name="log">Receives them, too.</param>
internal sealed class RunNotes(ProgressDisplay display, RunLog log)
{
    private readonly Dictionary<string, string> _all = [];

    /// <summary>The notes, in the order in which they were first made; null if there is none.</summary>
    public IReadOnlyList<string>? All
    {
        get
        {
            List<string> all = [.. _all.Values];
            if (display.Failure is { } failure)
                all.Add($"progress was not shown any more: {failure}");
            return all.Count == 0 ? null : all;
        }
    }

    /// <summary>Does something that may fail, and notes the failure.</summary>
    /// <param name="kind">The kind of failure, of which one is noted.</param>
    /// <param name="failure">What to say beside the cause.</param>
    /// <param name="action">What may fail.</param>
    public void Try(string kind, string failure, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            Add(kind, $"{failure}: {error.Message}");
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Add(string kind, string note)
    {
        if (!_all.TryAdd(kind, note))
            return;
        display.Note(note);
        log.Warn(note);
    }
}
