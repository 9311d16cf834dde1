namespace QuantDsl.Generators.Emit;

/// <summary>Breaks long lines of generated code where a person would.</summary>
internal static class Wrapping
{
    /// <summary>Columns of a line.</summary>
    private const int Columns = 140;

    /// <summary>Writes a call; what does not fit in its line follows indented.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="function">What is called.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="separator">What stands behind each but the last: the terms of a single argument are added.</param>
    public static void Call(this SourceWriter writer, string function, IReadOnlyList<string> arguments, string separator = ",")
    {
        string line = $"{function}({string.Join($"{separator} ", arguments)});";
        if (Fits(writer, line))
        {
            writer.Lines(line);
            return;
        }
        writer.Lines($"{function}(");
        IEnumerable<string> separated = arguments.Select((argument, index) => argument + (index == arguments.Count - 1 ? ");" : separator));
        foreach (string part in Filled(writer, separated, "    "))
            writer.Lines(part);
    }

    /// <summary>Writes a statement that ends in a call; arguments that do not fit in its line follow indented.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="statement">The statement, with its semicolon.</param>
    public static void Statement(this SourceWriter writer, string statement)
    {
        if (Fits(writer, statement))
        {
            writer.Lines(statement);
            return;
        }
        int arguments = statement.IndexOf('(') + 1;
        writer.Lines(statement.Substring(0, arguments));
        foreach (string part in Filled(writer, statement.Substring(arguments).Split(' '), "    "))
            writer.Lines(part);
    }

    /// <summary>Writes a statement and a comment: behind it, or above it where the line would be too long.</summary>
    public static void Commented(this SourceWriter writer, string statement, string comment)
    {
        if (Fits(writer, $"{statement} // {comment}"))
        {
            writer.Lines($"{statement} // {comment}");
            return;
        }
        foreach (string part in Filled(writer, comment.Split(' '), "// "))
            writer.Lines(part);
        writer.Lines(statement);
    }

    /// <summary>Writes an XML summary, over as many lines as it needs.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="text">Plain text.</param>
    public static void Summary(this SourceWriter writer, string text)
    {
        string line = $"/// <summary>{Literals.Xml(text)}</summary>";
        if (Fits(writer, line))
        {
            writer.Lines(line);
            return;
        }
        writer.Lines("/// <summary>");
        foreach (string part in Filled(writer, Literals.Xml(text).Split(' '), "/// "))
            writer.Lines(part);
        writer.Lines("/// </summary>");
    }

    /// <summary>Words in lines that begin with a prefix.</summary>
    private static IEnumerable<string> Filled(SourceWriter writer, IEnumerable<string> words, string prefix)
    {
        string line = "";
        foreach (string word in words)
        {
            if (line.Length > 0 && !Fits(writer, $"{prefix}{line} {word}"))
            {
                yield return prefix + line;
                line = "";
            }
            line += (line.Length == 0 ? "" : " ") + word;
        }
        yield return prefix + line;
    }

    private static bool Fits(SourceWriter writer, string line) => writer.Indentation + line.Length <= Columns;
}
