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
    /// <summary>What all roots of a kind reach, lest a walk that ends early finds nothing.</summary>
    private static readonly Dictionary<RootKind, HashSet<string>> Reached = new()
    {
        [RootKind.Member] = ["StepInput.Check"],
        [RootKind.Check] = ["PredictionInput.Elements"],
        [RootKind.OnKernels] = ["CpuNetwork.Pack"],
        [RootKind.Update] =
        [
            "TiledUpdate.Begin", "TiledUpdate.Pass", "Workers.Run", "ParameterTable.Visit", "FullPrecisionParameter.Accumulate",
            "OptimizerStep<Adam<UpdateRecipe>>.Forward", "OptimizerStep<Adam<UpdateRecipe>>.Backtrack", "Adam<UpdateRecipe>.Forward",
            "UpdateRecipe.get_Beta1", "Lanes.Load",
        ],
        [RootKind.Network] = ["Workers.Run"],
        [RootKind.Packed] = ["PredictionInput.Check", "PredictionNetwork.InferPositions", "PredictionNetwork.Rent"],
    };

    /// <summary>What all steps reach besides, on tensors and on spans.</summary>
    private static readonly HashSet<string> OfSteps = ["AdamStep.Of", "AdamStep..ctor"];

    private static readonly ConcurrentDictionary<string, Lazy<List<(Root Root, CallGraph Graph)>>> Walked = new();

    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_call_directly_and_updates_allocate_nothing(string models)
    {
        var found = new List<string>();
        foreach ((Root root, CallGraph graph) in Graphs(models))
        {
            string[] breaches = [.. graph.Sites.Where(site => !IsAllowed(site, graph, root)).Select(site => $"{site}").Distinct()];
            if (breaches.Length > 0)
                found.Add($"{root.Name} of {models}:\n  {string.Join("\n  ", breaches)}");
            HashSet<string> methods = [.. graph.Methods];
            Assert.Superset(Reached[root.Kind], methods);
            if (root.Name.Contains("Step", StringComparison.Ordinal) && root.Kind != RootKind.Check)
                Assert.Superset(OfSteps, methods);
        }
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    /// <summary>Steps and predictions run on our own kernels.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Networks_are_walked(string models)
    {
        IEnumerable<RootKind> kinds = Graphs(models).Select(walk => walk.Root.Kind);

        Assert.Contains(RootKind.Network, kinds);
        Assert.Contains(RootKind.OnKernels, kinds);
    }

    /// <summary>From a pass through the loop of threads into its kernels.</summary>
    [Fact]
    public void Loops_are_followed_into_their_kernels()
    {
        var graphs = Graphs("LeNet5")
            .GroupBy(walk => walk.Root.Name).ToDictionary(same => same.Key, same => same.First().Graph);

        Assert.Contains("MaxPooling.Forward", graphs["LoweredNetwork<Lanes16>.Forward"].Methods);
        Assert.Contains("MaxPooling.Backward", graphs["LoweredNetwork<Lanes16>.Backward"].Methods);
        Assert.Contains("Convolution<Lanes16, BinaryWeights, NoValues>.Forward", graphs["LoweredNetwork<Lanes16>.Infer"].Methods);
        Assert.Contains("BinaryWeights.PackForward", graphs["LoweredNetwork<Lanes16>.PackWeights"].Methods);
    }

    [Theory]
    [InlineData("Launch")]
    [InlineData("LaunchOfEpoch")]
    public void Steps_on_CUDA_call_directly_and_allocate_nothing(string method)
    {
        CallGraph graph = OfCuda(method);

        Assert.Empty(graph.Sites);
        Assert.Superset(new HashSet<string> { "CudaContext.Enter", "CudaGraph.Launch", "Stay.Dispose" }, graph.Methods.ToHashSet());
    }

    [Fact]
    public void Every_entry_of_the_lists_is_needed()
    {
        List<CallGraph> graphs = [.. TestModels.All.Keys.SelectMany(Graphs).Select(walk => walk.Graph), OfCuda("Launch"), OfCuda("LaunchOfEpoch")];
        HashSet<(string, string)> sites = [.. graphs.SelectMany(graph => graph.Sites).Select(site => (Names.Of(site.Method), site.Breach))];

        Assert.All(Allowance.All, entry => Assert.True(sites.Contains((entry.Method, entry.Breach)), $"{entry} is not needed."));
        Assert.Empty(ColdMethods.Reasons.Keys.Except(graphs.SelectMany(graph => graph.Cold)));
    }

    [Fact]
    public void Tensors_are_open_and_their_disposal_is_closed()
    {
        MethodInfo dispose = typeof(torch.Tensor).GetMethod(nameof(IDisposable.Dispose), [])!;

        Assert.False(typeof(torch.Tensor).IsSealed); // else the rules allow every using without an exception to them
        Assert.True(dispose.IsFinal);
    }

    private static CallGraph OfCuda(string method) => new(
        typeof(IUpdateEngine).Assembly.GetType("QuantDsl.Cuda.WholeStep", throwOnError: true)!.GetMethod(method)!, allocatesNothing: true);

    private static IEnumerable<(Root Root, CallGraph Graph)> Graphs(string models) =>
        Walked.GetOrAdd(models, static models => new(() => [.. Walk(models)])).Value;

    private static IEnumerable<(Root Root, CallGraph Graph)> Walk(string models) =>
        from type in LoadedAssembly.Of(TestModels.Compile(models)).GetTypes()
        where Names.IsModel(type)
        from root in models == nameof(TestModels.Residual) ? Root.All.Concat(Root.OfNarrowVectors) : Root.All
        let method = root.Find(type)
        where method is not null
        select (root, new CallGraph(method, allocatesNothing: root.Kind != RootKind.Member));

    private static bool IsAllowed(CallGraph.Site site, CallGraph graph, Root root) => site.Breach == Allowance.OfTensors
        || Allowance.All.Any(allowance => (allowance.Method, allowance.Breach) == (Names.Of(site.Method), site.Breach)
            && (!site.IsInLoop || allowance.IsForEachBatch)
            && (allowance.Most is not { } most || graph.Times(site.Method) <= root.Passes * most));
}
