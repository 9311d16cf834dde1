using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Tests.Fuzz.Cases;
using QuantDsl.Generators.Tests.Fuzz.Checking;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>Fuzzing finds the defects of a generator that has some, and shrinks what shows them.</summary>
public sealed class MachineryTests
{
    private const string Smallest = """
        #pragma warning disable CS1591, CS8981
        using QuantDsl;

        namespace Fuzz;

        [QuantModel]
        public sealed partial class Net
        {
            [Dropout(1)] public partial Layer Layer? { get; }
        }

        """;

    [Fact]
    public void Code_that_does_not_compile_is_found_and_shrunk()
    {
        var run = FuzzRun.Over(
            40, Seeds.Declaration, CheckerOver(output => output.AddSource("Wrong.g.cs", "class Wrong { int X = \"one\"; }")));

        string failure = Assert.Single(
            run.Failures, failure => failure.StartsWith("generated code does not compile (CS0029): seed ", StringComparison.Ordinal));
        Assert.Contains("Cannot implicitly convert type 'string' to 'int'", failure);
        Assert.Equal(
            Smallest,
            System.Text.RegularExpressions.Regex.Replace(
                failure[failure.IndexOf("#pragma", StringComparison.Ordinal)..], "Layer[0-9]", "Layer?"));
    }

    [Fact]
    public void Exceptions_are_found() =>
        Expect("the generator threw (CS8785)", CheckerOver(_ => throw new InvalidOperationException("Deliberate.")));

    [Fact]
    public void Silence_is_found() => Expect("an accepted declaration does not compile (CS9248)", CheckerOver(_ => { }));

    [Fact]
    public void A_generator_that_hangs_is_found()
    {
        using var end = new ManualResetEventSlim();
        Expect("not done in time", new CaseChecker(new StandIn(_ => end.Wait())) { Limit = TimeSpan.FromSeconds(1) });
        end.Set();
    }

    [Fact]
    public void Texts_shrink_too()
    {
        CaseChecker checker = CheckerOver(_ => throw new InvalidOperationException("Deliberate."));
        var text = new TextCase(GeneratorHarness.WithPrelude(TestModels.All["EveryOperation"]));
        FuzzCase smallest = Shrinker.Shrink(text, "the generator threw (CS8785)", checker);

        Assert.Contains("Dropout", smallest.Render("Fuzz"));
        Assert.InRange(smallest.Render("Fuzz").Length, 1, 60);
    }

    /// <summary>Ordinary models are right for the generator, and the stand-in has its say only where there is a dropout.</summary>
    [Fact]
    public void Nothing_is_found_where_nothing_is_wrong()
    {
        foreach (string source in TestModels.All.Values)
            Assert.Null(new CaseChecker(new QuantModelGenerator()).Check(new TextCase(GeneratorHarness.WithPrelude(source))).Violation);
    }

    private static CaseChecker CheckerOver(Action<SourceProductionContext> misbehave) => new(new StandIn(misbehave));

    private static void Expect(string rule, CaseChecker checker)
    {
        var model = new TextCase(GeneratorHarness.WithPrelude(TestModels.All["EveryOperation"]));
        Assert.Equal(rule, checker.Check(model).Violation?.Rule);
    }
}
