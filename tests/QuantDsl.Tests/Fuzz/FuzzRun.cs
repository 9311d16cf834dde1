using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Fuzz;

/// <summary>Trains random networks beside the float64 reference, and collects where they do not agree.</summary>
/// <param name="isCompiled">Whether networks are compiled to an assembly; else they are interpreted from their generated code.</param>
internal sealed class FuzzRun(bool isCompiled)
{
    private const int Steps = 5;
    private const int MostFailures = 5;

    /// <summary>Of a hundred networks, rounding may leave so many undecided.</summary>
    private const int MostUndecided = 6;

    private static readonly MethodInfo Make = typeof(EngineModel).GetMethod(nameof(EngineModel.Make))!;

    /// <summary>Networks of an assembly. For interpreted ones it is only parsed and bound, the cheaper the more they are.</summary>
    private readonly int _networksOfAssembly = isCompiled ? 50 : 500;

    private TimeSpan _compiling; // of all processors
    private TimeSpan _training;

    /// <summary>Networks that were trained.</summary>
    public int Networks { get; private set; }

    /// <summary>Networks that were not compared to the end, because rounding decides too much in them.</summary>
    public List<string> Undecided { get; } = [];

    /// <summary>Why networks do not agree, with their seeds and declarations.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>The largest deviation of each quantity, in tolerances.</summary>
    public SortedDictionary<string, double> Deviations { get; } = new(StringComparer.Ordinal);

    /// <summary>What the run did, in words.</summary>
    public override string ToString() =>
        $"{Networks} networks, {Undecided.Count} of them undecided; processor time of compiling {_compiling.TotalSeconds:0.0} s, training "
        + $"{_training.TotalSeconds:0.0} s; of the tolerances "
        + string.Join(", ", Deviations.Select(pair => $"{pair.Key} {pair.Value:0.00}"))
        + string.Concat(Undecided.Select(one => $"\n{one}"));

    /// <summary>Fails if a network does not agree, or if too few were compared.</summary>
    public void AssertAgreement()
    {
        Assert.True(Failures.Count == 0, string.Join("\n", Failures));
        Assert.True(Undecided.Count * 100 <= Math.Max(100, Networks * MostUndecided), $"Too many are undecided: {this}");
    }

    /// <summary>The networks of some seeds.</summary>
    public void Over(IEnumerable<int> seeds)
    {
        foreach (int[] chunk in seeds.Chunk(_networksOfAssembly))
        {
            if (Failures.Count < MostFailures)
                Run([.. chunk.Select(NetworkDrawing.Of)]);
        }
    }

    private void Run(IReadOnlyList<DrawnNetwork> networks)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        var compiler = new NetworkCompiler(networks);
        IReadOnlyDictionary<string, Type>? types = isCompiled ? compiler.Load() : null;
        TimeSpan compiled = Environment.CpuUsage.TotalTime;
        _compiling += compiled - start;
        foreach (DrawnNetwork network in networks.TakeWhile(_ => Failures.Count < MostFailures))
        {
            if (Problem(network, compiler, types) is { } problem)
                Failures.Add($"Seed {network.Seed}: {problem}\n{network.Source()}");
            Networks++;
        }
        _training += Environment.CpuUsage.TotalTime - compiled;
    }

    private string? Problem(DrawnNetwork network, NetworkCompiler compiler, IReadOnlyDictionary<string, Type>? types)
    {
        try
        {
            if (compiler.Prepare(network, types is null, out IReadOnlyList<int> dropouts, out GeneratedModel? generated) is { } rejected)
                return rejected;
            Train(network, network.Case(
                seed => types is null ? Interpreted(network, generated!, seed) : Compiled(types[network.Name], seed), dropouts));
            return null;
        }
        catch (UndecidableException reason)
        {
            Undecided.Add($"{network.Seed}: {reason.Message}");
            return null;
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }
    }

    /// <summary>Plain and backtracking steps in turn; with which it begins depends on the seed.</summary>
    private void Train(DrawnNetwork network, StepCase @case)
    {
        using var comparison = new StepComparison(network.Name, @case, network.Seed);
        for (int step = 0; step < Steps; step++)
            comparison.Run((network.Seed + step) % 2 == 0 ? StepRule.Laq : StepRule.Backtrack, 1);
        comparison.ComparePredictions();
        foreach ((string what, double used) in comparison.Deviations)
            Deviations[what] = Math.Max(Deviations.GetValueOrDefault(what), used);
    }

    private static EngineModel Interpreted(DrawnNetwork network, GeneratedModel generated, long seed)
    {
        ThreadCount.Value = 1;
        return new InterpretedModel(network, generated, seed).ToEngine();
    }

    private static EngineModel Compiled(Type type, long seed) => (EngineModel)Make.MakeGenericMethod(type).Invoke(null, [seed])!;
}
