using System.Text;

namespace QuantDsl.Generators.Common;

/// <summary>Writes C# with indentation; a <c>using</c> block is a pair of braces. Lines end in \n on every system.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Blanks that a line begins with now.</summary>
    public int Indentation => 4 * _depth;

    /// <summary>Writes lines at the current indentation; empty lines stay empty.</summary>
    public SourceWriter Lines(string text)
    {
        foreach (string line in text.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', Indentation).Append(line);
            _text.Append('\n');
        }
        return this;
    }

    /// <summary>Writes an empty line.</summary>
    public SourceWriter Blank() => Lines("");

    /// <summary>Writes a header and braces around what is written until the result is disposed.</summary>
    public IDisposable Block(string header)
    {
        Lines(header);
        return Block();
    }

    /// <summary>Writes braces around what is written until the result is disposed.</summary>
    public IDisposable Block()
    {
        Lines("{");
        _depth++;
        return new Brace(this);
    }

    public override string ToString() => _text.ToString();

    private sealed class Brace(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Lines("}");
        }
    }
}
