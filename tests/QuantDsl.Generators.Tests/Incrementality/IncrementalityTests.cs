using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Incrementality;

/// <summary>What an edit makes the generator do again: exactly the reason of each step, titled by the edit.</summary>
public sealed class IncrementalityTests
{
    private const string Other = "internal static class Other { public static int Twice(int x) => 2 * x; }";

    private const string NothingToDo = """
        Parse: Unchanged
        Check: Cached
        Graph: Cached
        Plan: Cached
        Emit: 10 Cached
        AnyModel: Cached
        Output: 11 Cached
        """;

    private const string Model = """
        [QuantModel(4), Weights(Bits = 1), Adam(LearningRate = 0.005), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    [Fact]
    public void Comment_above_the_model() => Expect([Model], ["// A comment moves every line.\n\n" + Model], NothingToDo);

    [Fact]
    public void Comment_inside_the_model() => Expect([Model], [Model.Replace("{\n", "{\n    // The only layer.\n")], NothingToDo);

    [Fact]
    public void Property_of_the_user() => Expect([Model], [Model.Replace("{\n", "{\n    public int Twice => 2;\n")], NothingToDo);

    [Fact]
    public void Unrelated_type_in_the_models_file() => Expect([Model], [Model + "\n" + Other], NothingToDo);

    [Fact]
    public void Edit_of_another_file() => Expect([Model, Other], [Model, Other.Replace("2", "3")], NothingToDo);

    [Fact]
    public void Another_file_more() => Expect([Model], [Model, Other], NothingToDo);

    [Fact]
    public void Second_model() => Expect([Model], [Model, TestModels.Logarithmic], """
        Parse: Unchanged, New
        Check: Cached, New
        Graph: Cached, New
        Plan: Cached, New
        Emit: 10 Cached, 10 New
        AnyModel: Cached
        Output: 10 Cached, 10 New, Cached
        """);

    [Fact]
    public void Second_model_removed() => Expect([Model, TestModels.Logarithmic], [Model, ""], """
        Parse: Unchanged, Removed
        Check: Cached, Removed
        Graph: Cached, Removed
        Plan: Cached, Removed
        Emit: 10 Cached, 10 Removed
        AnyModel: Cached
        Output: 10 Cached, 10 Removed, Cached
        """);

    /// <summary>The rate is in the file of the surface only: the others are written again but come out equal.</summary>
    [Fact]
    public void Learning_rate() => Expect([Model], [Model.Replace("0.005", "0.01")], """
        Parse: Modified
        Check: Modified
        Graph: Modified
        Plan: Modified
        Emit: Modified, 9 Unchanged
        AnyModel: Cached
        Output: Modified, 10 Cached
        """);

    [Fact]
    public void Learning_rate_of_one_model_of_two()
    {
        Expect([Model, TestModels.Logarithmic], [Model.Replace("0.005", "0.01"), TestModels.Logarithmic], """
            Parse: Modified, Unchanged
            Check: Modified, Cached
            Graph: Modified, Cached
            Plan: Modified, Cached
            Emit: Modified, 9 Unchanged, 10 Cached
            AnyModel: Cached
            Output: Modified, 20 Cached
            """);
    }

    [Fact]
    public void Source_of_a_variant_in_another_file()
    {
        const string variant = "[ModelFrom(typeof(Net)), Weights(Bits = 2)]\npublic sealed partial class Variant;";
        Expect([Model, variant], [Model.Replace("0.005", "0.01"), variant], """
            Parse: 2 Modified
            Check: 2 Modified
            Graph: 2 Modified
            Plan: 2 Modified
            Emit: Modified, 9 Unchanged, Modified, 9 Unchanged
            AnyModel: Cached
            Output: Modified, 9 Cached, Modified, 10 Cached
            """);
    }

    /// <summary>The last model's files go, and the loader's with them.</summary>
    [Fact]
    public void Declaration_broken() => Expect([Model], [Model.Replace(", SquaredHinge", "")], """
        Parse: Modified
        Check: Modified
        Graph: Modified
        Plan: Removed
        Emit: 10 Removed
        EmitBroken: New
        AnyModel: Modified
        Output: 10 Removed, New, Modified
        """);

    /// <summary>Another message and place; what is generated for a broken declaration is the same.</summary>
    [Fact]
    public void Diagnostics_only() => Expect([Model.Replace("Bits = 1", "Bits = 9")], [Model.Replace("Bits = 1", "Bits = 10")], """
        Parse: Modified
        Check: Modified
        Graph: Modified
        EmitBroken: Unchanged
        AnyModel: Cached
        Output: 2 Cached
        """);

    [Fact]
    public void Pragma_in_front_of_the_model() => Expect([Model], ["#pragma warning disable QDSL0209\n" + Model], NothingToDo);

    [Fact]
    public void Options_of_the_compiler() => Assert.Equal(NothingToDo, StepReasons.Of(
        [Model],
        driver => driver,
        compilation => compilation.WithOptions(
            compilation.Options.WithOptimizationLevel(OptimizationLevel.Release).WithOverflowChecks(true))));

    [Fact]
    public void Option_in_an_editorconfig() => Assert.Equal(NothingToDo.Replace("Parse: Unchanged", "Parse: Cached"), StepReasons.Of(
        [Model], driver => driver.WithUpdatedAnalyzerConfigOptions(new Options()), compilation => compilation));

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Line();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Line : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "dotnet_diagnostic.QDSL0209.severity" ? "none" : null;
                return value is not null;
            }
        }
    }

    private static void Expect(string[] before, string[] after, string reasons) => Assert.Equal(reasons, StepReasons.Of(before, after));
}
