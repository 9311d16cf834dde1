using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Incrementality;

/// <summary>What is kept between runs is small and does not hold on to a compilation.</summary>
public sealed class CacheTests
{
    private const string Broken = """
        [QuantModel(4), Weights(Bits = 9)]
        public sealed partial class Broken
        {
            [Linear(3), Add("Nowhere")] public partial string Out { get; set; }
            [Linear(3), Add("Nowhere")] public partial Layer Out2 { get; }
        }
        """;

    [Fact]
    public void Cached_values_hold_no_symbol_syntax_or_location()
    {
        string[] sources = [.. TestModels.All.Values, Broken];
        GeneratorDriver driver = GeneratorHarness.Driver().RunGenerators(GeneratorHarness.Compilation(sources));
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        var values = new CachedValues();
        foreach (string step in StepReasons.Names)
        {
            Assert.True(result.TrackedSteps.ContainsKey(step), $"{step} did not run.");
            foreach ((object value, _) in result.TrackedSteps[step].SelectMany(run => run.Outputs))
                values.Walk(value, step);
        }

        Assert.Empty(values.Found);
        Assert.Empty(Concrete<Operation>().Except(values.Reached));
    }

    /// <summary>The records of one kind; each must be in a test model, or the walk proves nothing about it.</summary>
    private static IEnumerable<Type> Concrete<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => typeof(T).IsAssignableFrom(type) && !type.IsAbstract);

    /// <summary>The walk finds what is hidden behind a base class, a private field or a collection.</summary>
    [Fact]
    public void The_walk_finds_a_symbol()
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(TestModels.OneLinear);
        var values = new CachedValues();

        values.Walk(new Derived(new List<object> { compilation.Assembly }), "value");

        Assert.StartsWith("value._hidden._items[0] is a ", Assert.Single(values.Found), StringComparison.Ordinal);
    }

    [Fact]
    public void Old_compilation_is_collected()
    {
        GeneratorDriver driver = GeneratorHarness.Driver(trackSteps: false);
        WeakReference old = Run(ref driver);
        Run(ref driver);
        for (int attempt = 0; attempt < 10 && old.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive, "The driver still holds the compilation before the last.");
        GC.KeepAlive(driver);
    }

    /// <summary>A method of its own, so that no temporary of the test holds a driver or a compilation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Run(ref GeneratorDriver driver)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(TestModels.OneLinear);
        driver = driver.RunGenerators(compilation);
        return new WeakReference(compilation);
    }

    private class Base(object hidden)
    {
        private readonly object _hidden = hidden;

        public override string ToString() => $"{_hidden}";
    }

    private sealed class Derived(object hidden) : Base(hidden);
}
