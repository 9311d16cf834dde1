using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>Runs a generator as a compiler does.</summary>
internal static class Driver
{
    /// <summary>A driver that has run nothing.</summary>
    public static GeneratorDriver Of(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(generator);

    /// <summary>Runs it and says how many files there are, so that nothing can be left out.</summary>
    public static int Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        return result.Exception is null
            ? result.GeneratedSources.Length
            : throw new InvalidOperationException("The generator threw.", result.Exception);
    }
}
