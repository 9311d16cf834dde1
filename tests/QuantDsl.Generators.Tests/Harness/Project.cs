using System.Reflection;

namespace QuantDsl.Generators.Tests.Harness;

/// <summary>Folders of the checkout.</summary>
internal static class Project
{
    /// <summary>The folder of this test project.</summary>
    public static string Directory { get; } = typeof(Project).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProjectDirectory").Value!;

    /// <summary>A file of the checkout.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Directory, "..", "..", .. path]));
}
