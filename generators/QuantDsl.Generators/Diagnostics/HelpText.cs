using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Diagnostics;

/// <summary>
/// The help page of a diagnostic as its description, which Visual Studio shows below an entry of its error list. The page is read when
/// somebody asks for it.
/// </summary>
/// <param name="id">The diagnostic.</param>
internal sealed class HelpText(string id) : LocalizableString
{
    private const string AfterExamples = "\n## Suppress";
    private const string Fence = "```";

    private string? _text;

    protected override string GetText(IFormatProvider? formatProvider) => _text ??= Read();

    protected override int GetHash() => StringComparer.Ordinal.GetHashCode(id);

    protected override bool AreEqual(object? other) =>
        other is HelpText text && text.ToString(CultureInfo.InvariantCulture) == GetText(null);

    /// <summary>What the page says and shows; how to silence a diagnostic is the same for all.</summary>
    private string Read()
    {
        using Stream? stream = typeof(HelpText).GetTypeInfo().Assembly.GetManifestResourceStream(id);
        if (stream is null)
            return "";
        using var reader = new StreamReader(stream);
        string page = reader.ReadToEnd().Replace("\r\n", "\n");
        int title = page.IndexOf('\n') + 1, end = page.IndexOf(AfterExamples, StringComparison.Ordinal);
        IEnumerable<string> lines = page.Substring(title, (end < 0 ? page.Length : end) - title).Split('\n')
            .Where(line => !line.StartsWith(Fence, StringComparison.Ordinal));
        return string.Join("\n", lines).Trim();
    }
}
