using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>What a user's project refers to: the running framework, TorchSharp and QuantDsl's two assemblies.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. FrameworkAssemblies().Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(QuantModelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Dataset).Assembly.Location),
    ];

    /// <summary>What a project refers to that only predicts: the framework and the runtime.</summary>
    public static IReadOnlyList<MetadataReference> ForPrediction { get; } =
    [
        .. FrameworkAssemblies().Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(QuantModelAttribute).Assembly.Location),
    ];

    private static IEnumerable<string> FrameworkAssemblies()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework).Order(StringComparer.Ordinal);
    }
}
