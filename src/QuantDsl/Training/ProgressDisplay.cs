using Spectre.Console;
using Spectre.Console.Rendering;

namespace QuantDsl.Training;

/// <summary>
/// Writes the progress of a run: a table row per epoch and, on an interactive terminal, a live line below the table that is rewritten in
/// place. The cursor is never hidden or moved to another line, so the terminal needs no repair if the process dies.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    /// <summary>Room for the cursor and the terminal's echo of Ctrl-C ("^C") after the live line, so that it does not wrap.</summary>
    private const int RightMargin = 3;
    private const string EraseToEndOfLine = "\u001b[K";
    private static readonly Style HeaderStyle = new(decoration: Decoration.Bold);
    private static readonly Style BestStyle = new(Color.Green);

    private readonly Lock _gate = new();
    private readonly IAnsiConsole? _console;
    private readonly TextWriter? _plain;
    private readonly TextWriter _notes;
    private EpochTable? _table;
    private bool _lineIsOpen;
    private bool _closed;

    private ProgressDisplay(IAnsiConsole? console, TextWriter? plain, TextWriter notes)
    {
        (_console, _plain, _notes) = (console, plain, notes);
        // A crash ends the process without unwinding the stack; its message should begin on a new line.
        if (IsLive) AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    /// <summary>Why nothing is shown any more, because a writer failed; null if none did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether <see cref="Draw"/> shows anything.</summary>
    public bool IsLive => _console is not null;

    public static ProgressDisplay Create(FitOptions options)
    {
        if (options.Progress == ProgressMode.None) return Silent(Console.Error);
        TextWriter output = options.Output ?? Console.Out;
        if (options.Progress == ProgressMode.Rows) return Rows(output, Console.Error);
        try
        {
            return Auto(output);
        }
        catch (Exception)
        {
            return Rows(output, Console.Error); // a terminal that cannot even be asked what it is
        }
    }

    private static ProgressDisplay Auto(TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        Capabilities capabilities = console.Profile.Capabilities;
        bool isLive = console.Profile.Out.IsTerminal && capabilities.Ansi && capabilities.Interactive;
        return isLive ? Live(console) : Rows(output, Console.Error);
    }

    public static ProgressDisplay Live(IAnsiConsole console) => new(console, null, TextWriter.Null);

    /// <param name="output">Receives only the rows.</param>
    /// <param name="notes">Receives messages to the user.</param>
    public static ProgressDisplay Rows(TextWriter output, TextWriter notes) => new(null, output, notes);

    public static ProgressDisplay Silent(TextWriter notes) => new(null, null, notes);

    /// <summary>Rewrites the live line; elsewhere writes a line of its own.</summary>
    public void Draw(in ProgressState state)
    {
        if (_console is null && _plain is null) return;
        lock (_gate)
        {
            ProgressState present = state;
            Try(() =>
            {
                if (_console is not null)
                    WriteOverLine([.. ProgressLine.Compose(present, Width(_console) - RightMargin, HasUnicode(_console))], endLine: false);
                else
                    WritePlain(ProgressLine.Plain(present));
            });
        }
    }

    /// <summary>Writes the line at the end of a run.</summary>
    public void End(string summary)
    {
        if (_plain is null)
        {
            if (_console is not null) Note(summary);
            return;
        }
        lock (_gate)
            Try(() => WritePlain(summary));
    }

    /// <summary>Adds a row to the table, preceded by the header if it is the first.</summary>
    public void AddRow(EpochReport epoch, int epochs, bool isBest)
    {
        lock (_gate)
            Try(() => WriteRow(epoch, epochs, isBest));
    }

    private void WriteRow(EpochReport epoch, int epochs, bool isBest)
    {
        bool isFirst = _table is null;
        _table ??= new EpochTable(epochs, _console is null ? int.MaxValue : Width(_console) - 1, epoch.GoesByLoss);
        if (_console is not null)
        {
            if (isFirst) WriteOverLine([new Segment(_table.Header, HeaderStyle)], endLine: true);
            WriteOverLine([isBest ? new Segment(_table.Row(epoch), BestStyle) : new Segment(_table.Row(epoch))], endLine: true);
        }
        else if (_plain is not null)
        {
            if (isFirst) _plain.WriteLine(_table.Header);
            WritePlain(_table.Row(epoch));
        }
    }

    private void WritePlain(string line)
    {
        _plain!.WriteLine(line);
        _plain.Flush(); // whoever follows the file sees it now
    }

    /// <summary>Writes a message to the user, above the live line or to the writer for notes.</summary>
    public void Note(string message)
    {
        // Also called from the Ctrl-C handler, which must not hang while the terminal's output is paused.
        if (!_gate.TryEnter(TimeSpan.FromMilliseconds(200))) return;
        try
        {
            if (_console is not null) Try(() => WriteOverLine([new Segment(message)], endLine: true));
            else if (!_closed) WriteNote(message);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends the live line; nothing is written afterwards.</summary>
    public void Dispose()
    {
        if (IsLive) AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        if (!_gate.TryEnter(TimeSpan.FromMilliseconds(200))) return;
        try
        {
            if (_lineIsOpen) Try(() => _console?.WriteLine());
            _lineIsOpen = false;
            _closed = true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Erases the live line.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_lineIsOpen) Try(() => WriteOverLine([], endLine: false));
            _lineIsOpen = false;
        }
    }

    /// <summary>
    /// A closed terminal, a full disk or a user's writer that throws must not end a run: it goes on without what it cannot show.
    /// </summary>
    private void Try(Action write)
    {
        if (_closed) return;
        try
        {
            write();
        }
        catch (Exception error)
        {
            Failure ??= error.Message;
            (_closed, _lineIsOpen) = (true, false);
        }
    }

    /// <summary>What matters of it is also in the report.</summary>
    private void WriteNote(string message)
    {
        try
        {
            _notes.WriteLine(message);
        }
        catch (Exception)
        {
            // Nobody reads the standard error stream any more.
        }
    }

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e) => Dispose();

    /// <summary>Returns to the start of the line, writes the text and erases the rest, in one write to avoid flicker.</summary>
    private void WriteOverLine(IEnumerable<Segment> text, bool endLine)
    {
        List<Segment> segments = [Segment.Control("\r"), .. text, Segment.Control(EraseToEndOfLine)];
        if (endLine) segments.Add(Segment.LineBreak);
        _console!.Write(new Segments(segments));
        _lineIsOpen = !endLine;
    }

    private static bool HasUnicode(IAnsiConsole console) => console.Profile.Capabilities.Unicode;

    /// <summary>The width of the terminal, or 80 for a pseudo-terminal without a size, which reports 0.</summary>
    private static int Width(IAnsiConsole console) => console.Profile.Width is > 0 and int width ? width : 80;

    private sealed class Segments(IReadOnlyList<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
