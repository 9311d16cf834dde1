using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Common;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Graphs of source text, before any pass.</summary>
internal static class Graphs
{
    /// <summary>A node for an input of numbers.</summary>
    public static Node Input(params int[] shape) => new("", new Input(Shape.Of(shape)), [], Shape.Of(shape));

    /// <summary>A node for an input of token ids.</summary>
    public static Node Ids(int length, int vocabulary) => new("", new Input(Shape.Of(length), vocabulary), [], Shape.Of(length));

    /// <summary>The graph of the only model.</summary>
    public static NetworkGraph Of(string source) => Assert.Single(AllOf(source));

    /// <summary>The graphs of all models.</summary>
    public static IReadOnlyList<NetworkGraph> AllOf(string source)
    {
        Compilation compilation = GeneratorHarness.Compilation(source);
        IEnumerable<INamedTypeSymbol> models = compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(ModelParser.IsModel).OrderBy(type => type.Name, StringComparer.Ordinal);
        var graphs = new List<NetworkGraph>();
        foreach (INamedTypeSymbol model in models)
        {
            (NetworkGraph graph, EquatableArray<Generators.Diagnostics.Finding> findings) = GraphBuilder.Build(ModelParser.Parse(model));
            Assert.DoesNotContain(findings, finding => finding.IsError);
            graphs.Add(graph);
        }
        return graphs;
    }
}
