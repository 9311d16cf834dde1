using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>Loads what was compiled, to read it. Of its code at most initializers of fields run.</summary>
internal static class LoadedAssembly
{
    public static Assembly Of(CompilationResult result)
    {
        using var image = new MemoryStream();
        EmitResult emitted = result.Output.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext("Compiled in a test", isCollectible: true).LoadFromStream(image);
    }
}
