using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Incrementality;

/// <summary>Runs the generator before and after an edit and says what each step did.</summary>
internal static class StepReasons
{
    /// <summary>The named steps in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        QuantModelGenerator.Steps.Parse,
        QuantModelGenerator.Steps.Check,
        QuantModelGenerator.Steps.Graph,
        QuantModelGenerator.Steps.Plan,
        QuantModelGenerator.Steps.Emit,
        QuantModelGenerator.Steps.EmitBroken,
        QuantModelGenerator.Steps.AnyModel,
    ];

    /// <summary>One line a step, such as <c>Parse: Unchanged, Modified</c>, and one for the files that are written.</summary>
    public static string Of(string[] before, string[] after)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(before);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        for (int index = 0; index < after.Length; index++)
        {
            SyntaxTree edited = GeneratorHarness.Parse(after[index], $"Source{index}.cs");
            SyntaxTree? old = index < before.Length ? compilation.SyntaxTrees[index] : null;
            if (old is null)
                compilation = compilation.AddSyntaxTrees(edited);
            else if (before[index] != after[index])
                compilation = compilation.ReplaceSyntaxTree(old, edited);
        }
        return Of(driver, compilation);
    }

    /// <summary>The same for a change of options, not of text.</summary>
    public static string Of(
        string[] sources, Func<GeneratorDriver, GeneratorDriver> driverEdit, Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(sources);
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(compilation);
        return Of(driverEdit(driver), edit(compilation));
    }

    private static string Of(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        IEnumerable<string> lines = Names
            .Where(result.TrackedSteps.ContainsKey).Select(name => $"{name}: {Reasons(result.TrackedSteps[name])}");
        return string.Join("\n", [.. lines, $"Output: {Reasons([.. result.TrackedOutputSteps.Values.SelectMany(steps => steps)])}"]);
    }

    /// <summary>Reasons in the order of the values; equal ones in a row are counted.</summary>
    private static string Reasons(ImmutableArray<IncrementalGeneratorRunStep> steps)
    {
        var reasons = new List<(IncrementalStepRunReason Reason, int Count)>();
        foreach (IncrementalStepRunReason reason in steps.SelectMany(step => step.Outputs).Select(output => output.Reason))
        {
            if (reasons.Count > 0 && reasons[^1].Reason == reason)
                reasons[^1] = (reason, reasons[^1].Count + 1);
            else
                reasons.Add((reason, 1));
        }
        return string.Join(", ", reasons.Select(run => run.Count == 1 ? $"{run.Reason}" : $"{run.Count} {run.Reason}"));
    }
}
