using System.Text;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// Writes out the library's names in generated code: <c>Tensor</c> becomes <c>global::TorchSharp.torch.Tensor</c>. Whatever users call
/// their members, types and namespaces, and wherever they put them, nothing hides what is named in full. Emitters write the short names.
/// </summary>
internal static class Qualifier
{
    private const string Reference = "cref=\"";

    /// <summary>Names each type of the library in full. Text and comments stay as they are, except for references in comments.</summary>
    public static string Qualify(string code)
    {
        var result = new StringBuilder(code.Length + code.Length / 2);
        for (int start = 0; start < code.Length;)
        {
            int end = TokenEnd(code, start);
            if (IsPart(code[start]))
                Name(result, code, start, end);
            else if (string.CompareOrdinal(code, start, "///", 0, 3) == 0)
                Comment(result, code.Substring(start, end - start));
            else
                result.Append(code, start, end - start);
            start = end;
        }
        return result.ToString();
    }

    private static void Name(StringBuilder result, string code, int start, int end)
    {
        string name = code.Substring(start, end - start);
        if (LibraryNames.Qualifier(name) is { } qualifier && !IsMember(code, start) && !IsLabel(code, end))
            result.Append(qualifier);
        result.Append(name);
    }

    private static void Comment(StringBuilder result, string comment)
    {
        int done = 0;
        for (int found = comment.IndexOf(Reference, StringComparison.Ordinal);
            found >= 0;
            found = comment.IndexOf(Reference, done, StringComparison.Ordinal))
        {
            int start = found + Reference.Length;
            int end = comment.IndexOf('"', start);
            result.Append(comment, done, start - done).Append(Qualify(comment.Substring(start, end - start)));
            done = end;
        }
        result.Append(comment, done, comment.Length - done);
    }

    /// <summary>Whether what stands before a name says whose it is.</summary>
    private static bool IsMember(string code, int start) => start > 0 && code[start - 1] is '.' or ':' or '@';

    /// <summary>Whether the name is that of an argument or of a property that is set.</summary>
    private static bool IsLabel(string code, int end)
    {
        while (end < code.Length && code[end] == ' ')
            end++;
        char next = end < code.Length ? code[end] : ' ', second = end + 1 < code.Length ? code[end + 1] : ' ';
        return (next == ':' && second != ':') || (next == '=' && second != '=');
    }

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter == '_';

    private static int TokenEnd(string code, int start)
    {
        int end = start + 1;
        if (IsPart(code[start]))
        {
            while (end < code.Length && IsPart(code[end]))
                end++;
            return end;
        }
        if (string.CompareOrdinal(code, start, "//", 0, 2) == 0)
            return Behind(code, "\n", end) - 1;
        if (string.CompareOrdinal(code, start, "\"\"\"", 0, 3) == 0)
            return Behind(code, "\"\"\"", start + 3);
        if (code[start] is not ('"' or '\''))
            return end;
        while (code[end] != code[start])
            end += code[end] == '\\' ? 2 : 1;
        return end + 1;
    }

    private static int Behind(string code, string mark, int start)
    {
        int found = code.IndexOf(mark, start, StringComparison.Ordinal);
        return found < 0 ? code.Length + (mark == "\n" ? 1 : 0) : found + mark.Length;
    }
}
