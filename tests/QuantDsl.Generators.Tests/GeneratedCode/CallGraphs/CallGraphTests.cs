using System.Collections.Concurrent;
using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Generators.Tests.Harness;
using TorchSharp;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>
/// DESIGN §3, hot-path rules, read off the intermediate language of the step functions and of all that they reach in the generated assembly
/// and in QuantDsl itself.
/// </summary>
public sealed class CallGraphTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The step functions, and how often each goes forward.</summary>
    private static readonly Dictionary<string, int> Passes = new() { ["Step"] = 1, ["BacktrackStep"] = 2, ["Predict"] = 1, [Update] = 1 };

    /// <summary>The update on the CPU, which steps call by the interface of all engines.</summary>
    private const string Update = "CpuUpdate.Run";

    /// <summary>What all steps reach, lest a walk that ends early finds nothing.</summary>
    private static readonly HashSet<string> OfSteps =
        ["Model.Differentiate", "Model.Forward", "GradientTape.Differentiate", "AdamStep.Of", "AdamStep..ctor"];

    /// <summary>What all updates on the CPU reach.</summary>
    private static readonly HashSet<string> OfUpdates =
    [
        "TiledUpdate.Begin", "TiledUpdate.Pass", "OpenMpTeam.Enter", "PoolTeam.Run", "ParameterTable.Visit",
        "FullPrecisionParameter.Accumulate", "OptimizerStep<Adam<UpdateRecipe>>.Forward", "OptimizerStep<Adam<UpdateRecipe>>.Backtrack",
        "Adam<UpdateRecipe>.Forward", "UpdateRecipe.get_Beta1", "Lanes.Load",
    ];

    private static readonly ConcurrentDictionary<string, Lazy<List<(string Root, CallGraph Graph)>>> Walked = new();

    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_call_directly_and_updates_allocate_nothing(string models)
    {
        foreach ((string root, CallGraph graph) in Graphs(models))
        {
            IEnumerable<CallGraph.Site> breaches = graph.Sites.Where(site => !IsAllowed(site, graph, Passes[root])).Distinct();
            Assert.True(!breaches.Any(), $"{root} of {models}:\n  {string.Join("\n  ", breaches)}");
            if (root != "Predict")
                Assert.Superset(root == Update ? OfUpdates : OfSteps, graph.Methods.ToHashSet());
        }
    }

    [Fact]
    public void Updates_on_CUDA_call_directly_and_allocate_nothing()
    {
        CallGraph graph = OfCuda();

        Assert.Empty(graph.Sites);
        Assert.Superset(
            new HashSet<string>
            {
                "CudaArguments.Set", "Gradients.Aligned", "CudaKernels.CheckGradients", "CudaKernels.Accumulate", "CudaKernels.Quantize",
                "CudaContext.Leave",
            },
            graph.Methods.ToHashSet());
    }

    [Fact]
    public void A_loss_on_CUDA_is_fetched_by_direct_calls()
    {
        var graph = new CallGraph(typeof(StepLoss).GetMethod(nameof(StepLoss.Fetch))!);

        Assert.DoesNotContain(graph.Sites, site => site.Breach != Allowance.OfTensors);
        Assert.Contains("CudaUpdate.ThrowIfDiverged", graph.Methods);
    }

    [Fact]
    public void Every_entry_of_the_lists_is_needed()
    {
        List<CallGraph> graphs = [.. TestModels.All.Keys.SelectMany(Graphs).Select(walk => walk.Graph), OfCuda()];
        HashSet<(string, string)> sites = [.. graphs.SelectMany(graph => graph.Sites).Select(site => (Names.Of(site.Method), site.Breach))];

        Assert.All(Allowance.All, entry => Assert.True(sites.Contains((entry.Method, entry.Breach)), $"{entry} is not needed."));
        Assert.Superset(ColdMethods.Reasons.Keys.ToHashSet(), graphs.SelectMany(graph => graph.Cold).ToHashSet());
    }

    [Fact]
    public void Tensors_are_open_and_their_disposal_is_closed()
    {
        MethodInfo dispose = typeof(torch.Tensor).GetMethod(nameof(IDisposable.Dispose), [])!;

        Assert.False(typeof(torch.Tensor).IsSealed); // else the rules allow every using without an exception to them
        Assert.True(dispose.IsFinal);
    }

    private static CallGraph OfCuda() => new(
        typeof(IUpdateEngine).Assembly.GetType("QuantDsl.Cuda.CudaUpdate", throwOnError: true)!
            .GetMethod(nameof(IUpdateEngine.Run))!,
        isUpdate: true);

    private static IEnumerable<(string Root, CallGraph Graph)> Graphs(string models) =>
        Walked.GetOrAdd(models, static models => new(() => [.. Walk(models)])).Value;

    private static IEnumerable<(string Root, CallGraph Graph)> Walk(string models) =>
        from type in LoadedAssembly.Of(TestModels.Compile(models)).GetTypes()
        where Names.IsModel(type)
        from root in Passes.Keys
        select (root, root == Update
            ? new CallGraph(
                type.GetNestedType("CpuUpdate", BindingFlags.NonPublic)!.GetMethod(nameof(IUpdateEngine.Run), Own)!, isUpdate: true)
            : new CallGraph(type.GetMethod(root, Own)!));

    private static bool IsAllowed(CallGraph.Site site, CallGraph graph, int passes) => site.Breach == Allowance.OfTensors || (!site.IsInLoop
        && Allowance.All.Any(allowance => (allowance.Method, allowance.Breach) == (Names.Of(site.Method), site.Breach)
            && graph.Times(site.Method) <= passes * allowance.Most));
}
