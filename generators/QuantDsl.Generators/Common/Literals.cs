using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Generators.Common;

/// <summary>Values as C# literals, independent of the culture.</summary>
internal static class Literals
{
    /// <summary>The shortest text that reads back as the same float.</summary>
    public static string Float(double value)
    {
        float single = (float)value;
        for (int digits = 6; digits < 9; digits++)
        {
            string text = single.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == single)
                return text + "f";
        }
        return single.ToString("G9", CultureInfo.InvariantCulture) + "f";
    }

    /// <summary>The shortest text that reads back as the same double.</summary>
    public static string Double(double value)
    {
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    /// <summary>The same for people: whole numbers without a point.</summary>
    public static string Number(double value)
    {
        string text = Double(value);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text.Substring(0, text.Length - 2) : text;
    }

    public static string Integers(IEnumerable<int> values) => $"[{string.Join(", ", values)}]";

    public static string Flag(bool value) => value ? "true" : "false";

    /// <summary>A local or field name from a property name: <c>Conv1</c> becomes <c>conv1</c>.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>
    /// A name of the user's in code: <c>class</c> becomes <c>@class</c>. C# warns of every type in small letters only that is not written
    /// so, and a name that the library has, too, would be taken for the library's.
    /// </summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || LibraryNames.Contains(name)
            || name.All(letter => letter is >= 'a' and <= 'z')
            ? $"@{name}"
            : name;

    /// <summary>Text as content of an XML comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
