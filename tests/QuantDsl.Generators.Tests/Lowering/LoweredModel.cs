using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Tests.Lowering;

/// <summary>A model's two programs on the CPU and the places of their values, as the generator makes them.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Batch">The declared batch.</param>
/// <param name="Parameters">Names of the parameters.</param>
/// <param name="Training">A training step.</param>
/// <param name="Prediction">A prediction.</param>
internal sealed record LoweredModel(
    string Name, int Batch, IReadOnlyCollection<string> Parameters, LoweredProgram Training, LoweredProgram Prediction)
{
    public Placement TrainingPlaces { get; } = new(Training);

    public Placement PredictionPlaces { get; } = new(Prediction);

    /// <summary>The valid models of a compilation.</summary>
    public static IReadOnlyList<LoweredModel> AllOf(Compilation compilation)
    {
        IEnumerable<INamedTypeSymbol> types = compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
            .Where(ModelParser.IsModel).OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal);
        var models = new List<LoweredModel>();
        foreach (INamedTypeSymbol type in types)
        {
            var model = ShapedModel.Of(ModelChecks.Run(ModelParser.Parse(type)));
            if (model.Graph is { } graph)
                models.Add(Of(Planner.Plan(model.Declaration, graph)));
        }
        return models;
    }

    /// <summary>Asserts what every pass must keep.</summary>
    public void Verify()
    {
        ProgramVerifier.Verify(Training, Parameters);
        ProgramVerifier.Verify(Prediction, null);
        PlacementVerifier.Verify(Training, TrainingPlaces);
        PlacementVerifier.Verify(Prediction, PredictionPlaces);
    }

    private static LoweredModel Of(ModelPlan plan)
    {
        int batch = plan.Declaration.Batch;
        NetworkGraph fused = ActivationFusion.Run(plan.Graph);
        GraphVerifier.Verify(fused);
        Assert.Equal(Outputs(plan.Graph), Outputs(fused));
        LossKernel loss = plan.Loss.Kernel();
        string[] parameters = [.. plan.Parameters.Where(parameter => !parameter.IsFrozen).Select(parameter => parameter.Name)];
        LoweredProgram training = Lowerer.Train(plan.Graph, batch, loss, plan.Deferred);
        LoweredProgram prediction = Lowerer.Predict(plan.Graph);
        AssertFused(Differentiator.Train(fused, batch, loss), training, parameters);
        AssertFused(Differentiator.Predict(fused), prediction, null);
        return new LoweredModel(plan.Name, batch, parameters, training, prediction);
    }

    /// <summary>The list of kernels is a program already, one loop a kernel; loops have the same kernels in another order.</summary>
    private static void AssertFused(KernelList kernels, LoweredProgram program, string[]? parameters)
    {
        ProgramVerifier.Verify(new LoweredProgram(Alone(kernels.Forward), Alone(kernels.Backward), []), parameters);
        Assert.Equal(Lines(kernels.Forward), Lines(program.Forward.SelectMany(loop => loop.Kernels)));
        IEnumerable<Kernel> backward = program.Backward.SelectMany(loop => loop.Kernels);
        Assert.Equal(Lines(kernels.Backward), Lines(backward.Where(kernel => kernel.Function != "w.Bound")));
    }

    private static Loop[] Alone(IEnumerable<Kernel> kernels) => [.. kernels.Select(kernel => new Loop(kernel.Space, [kernel]))];

    private static IEnumerable<string> Lines(IEnumerable<Kernel> kernels) =>
        kernels.Select(kernel => $"{kernel.Layer}: {kernel}").Order(StringComparer.Ordinal);

    /// <summary>Layers and the shapes of their outputs, which no rewrite changes.</summary>
    private static IEnumerable<(string Layer, string Shape)> Outputs(NetworkGraph graph) =>
        graph.Nodes.Where(node => node.Layer.Length > 0).GroupBy(node => node.Layer).Select(layer => (layer.Key, $"{layer.Last().Shape}"));
}
