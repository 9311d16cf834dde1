using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuantDsl.Generators;

/// <summary>
/// Links to the help pages, which lie in the package: its targets pass on where. The compiler writes the link behind the message of a
/// build, where terminals open it; editors follow links to the web only.
/// </summary>
internal static class HelpPages
{
    private const string Property = "build_property.QuantDslHelpFolder";

    /// <summary>The folder of the pages; empty where the project does not get QuantDsl as a package.</summary>
    public static string Folder(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(Property, out string? folder) ? folder : "";

    /// <summary>A descriptor with the link to its page.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="folder">The folder of the pages, or an empty text.</param>
    public static DiagnosticDescriptor In(this DiagnosticDescriptor descriptor, string folder) =>
        folder.Length > 0 && Uri.TryCreate($"{folder}{descriptor.Id}.md", UriKind.Absolute, out Uri? page)
            ? new DiagnosticDescriptor(
                descriptor.Id, descriptor.Title, descriptor.MessageFormat, descriptor.Category, descriptor.DefaultSeverity,
                descriptor.IsEnabledByDefault, descriptor.Description, page.AbsoluteUri)
            : descriptor;
}
