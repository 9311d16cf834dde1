using System.Text;
using QuantDsl.CompilerServices;
using QuantDsl.Training;
using Spectre.Console;

namespace QuantDsl.Tests.Training;

/// <summary>A terminal of a given width that records what is written to it, without colours.</summary>
internal sealed class FixedTerminal(int width) : IAnsiConsoleOutput
{
    public StringWriter Text { get; } = new() { NewLine = "\n" };

    /// <summary>How many writes succeed before the terminal is gone.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    public TextWriter Writer => field ??= new Leaving(this);

    public bool IsTerminal => true;

    public int Width => width;

    public int Height => 24;

    public void SetEncoding(Encoding encoding)
    {
    }

    public ProgressDisplay Display() => ProgressDisplay.Live(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
        Out = this,
    }));

    /// <summary>Everything written so far, as successive contents of lines; the control characters must be the expected ones.</summary>
    public string[] Writes()
    {
        const string erase = "\u001b[K", bold = "\u001b[1m", normal = "\u001b[0m";
        string text = Text.ToString().Replace(erase, "").Replace(bold, "").Replace(normal, "").Replace("\n", "");
        Assert.DoesNotContain('\u001b', text);
        return text.Split('\r', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Leaving(FixedTerminal terminal) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            if (terminal.WritesLeft-- <= 0)
                throw new IOException("Input/output error");
            terminal.Text.Write(value);
        }
    }
}
