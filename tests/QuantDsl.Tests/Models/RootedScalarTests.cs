using System.Reflection;
using QuantDsl.Generators.Tests.GeneratedCode.Scalars;

namespace QuantDsl.Tests.Models;

/// <summary>The samples, these tests and what is generated for both let the garbage collector free no number that libtorch reads.</summary>
public sealed class RootedScalarTests
{
    public static TheoryData<string> Assemblies => ["QuantDsl.Tests", "Digits", "Experiments"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Only_rooted_scalars_go_to_libtorch(string assembly)
    {
        string[] found = [.. UnrootedScalars.In(Assembly.Load(assembly))];

        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
