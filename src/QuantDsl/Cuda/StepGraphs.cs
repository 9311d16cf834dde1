using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The graphs of a model: the first quantization, a LAQ step, a backtrack step, which has two passes, a prediction and an evaluation. Each
/// is made when it is first asked for.
/// </summary>
internal sealed unsafe class StepGraphs : IDisposable
{
    private readonly CudaContext _context;
    private readonly CudaNetwork _network;
    private readonly CudaModule _module;
    private readonly CudaKernels _kernels;
    private readonly StepMemory _memory;
    private readonly List<CudaGraph> _made = [];

    /// <summary>Prepares them.</summary>
    public StepGraphs(CudaContext context, CudaNetwork network, CudaModule module, CudaKernels kernels, StepMemory memory) =>
        (_context, _network, _module, _kernels, _memory) = (context, network, module, kernels, memory);

    /// <summary>Quantizes untrained weights.</summary>
    public CudaGraph Initial => field ??= Make((graph, _) => Update(graph, UpdateKind.Initial, 0, [], backtracks: false));

    /// <summary>A LAQ step.</summary>
    public CudaGraph Laq => field ??= MakeLaq(gathers: false);

    /// <summary>A backtrack step.</summary>
    public CudaGraph Backtrack => field ??= MakeBacktrack(gathers: false);

    /// <summary>A LAQ step of an epoch, which gathers its minibatch.</summary>
    public CudaGraph LaqOfEpoch => field ??= MakeLaq(gathers: true);

    /// <summary>A backtrack step of an epoch, which gathers its minibatch.</summary>
    public CudaGraph BacktrackOfEpoch => field ??= MakeBacktrack(gathers: true);

    /// <summary>A prediction.</summary>
    public CudaGraph Prediction => field ??= Make((_, pass) => pass(_network.Prediction, 0, []));

    /// <summary>An evaluation of a minibatch that is there.</summary>
    public CudaGraph Evaluation => field ??= MakeEvaluation(gathers: false);

    /// <summary>An evaluation of the next minibatch of a data set on the device.</summary>
    public CudaGraph EvaluationOfData => field ??= MakeEvaluation(gathers: true);

    /// <summary>Waits for what was launched, and releases them.</summary>
    public void Dispose()
    {
        using (_context.Enter())
        {
            CudaContext.Wait();
            _made.ForEach(graph => graph.Dispose());
        }
    }

    private CudaGraph MakeLaq(bool gathers) => Make((graph, pass) =>
        Update(graph, UpdateKind.Laq, 0, pass(_network.Step, 0, Begin(graph, gathers)), backtracks: false));

    /// <summary>The trial begins when the first pass has ended, and the second pass when its weights are there.</summary>
    private CudaGraph MakeBacktrack(bool gathers) => Make((graph, pass) =>
    {
        nint trial = Update(graph, UpdateKind.Trial, 0, pass(_network.Step, 0, Begin(graph, gathers)), backtracks: true);
        Update(graph, UpdateKind.Backtrack, 1, pass(_network.Step, 1, [trial]), backtracks: true);
    });

    private CudaGraph MakeEvaluation(bool gathers) => Make((_, pass) =>
    {
        nint[] taken = gathers ? pass([new CudaNode("takeSamples", _network.Batch)], 0, []) : [];
        pass(_network.Evaluation, 0, pass(_network.Prediction, 0, taken));
    });

    private delegate nint[] PassMaker(CudaNode[] nodes, int pass, nint[] after);

    private CudaGraph Make(Action<CudaGraph, PassMaker> add)
    {
        var graph = new CudaGraph(_context);
        _made.Add(graph);
        add(graph, (nodes, pass, after) => Pass(graph, nodes, pass, after));
        graph.Complete();
        return graph;
    }

    /// <summary>Adds the nodes of a pass; returns those that no other of them follows.</summary>
    private nint[] Pass(CudaGraph graph, CudaNode[] nodes, int pass, nint[] after)
    {
        KernelLayout.Network arguments = _memory.OfPass(pass);
        void* pointer = &arguments;
        nint[] made = new nint[nodes.Length];
        for (int number = 0; number < nodes.Length; number++)
        {
            CudaNode node = nodes[number];
            nint[] before = node.After.Count == 0 ? after : [.. node.After.Select(other => made[other])];
            made[number] = graph.Add(new KernelLaunch(_module.Function(node.Kernel), (uint)node.Blocks), &pointer, before);
        }
        HashSet<int> followed = [.. nodes.SelectMany(node => node.After)];
        return [.. made.Where((_, number) => !followed.Contains(number))];
    }

    /// <summary>Adds an update, the last of which ends the step; returns its last node, which only that of the measures follows.</summary>
    private nint Update(CudaGraph graph, UpdateKind kind, int pass, nint[] after, bool backtracks)
    {
        KernelLayout.Memory memory = _memory.OfUpdate(_network, pass, backtracks);
        nint step = _memory.Control.Address + ((int)kind * sizeof(KernelLayout.Step));
        void** pointers = stackalloc void*[] { &memory, &step };
        if (kind != UpdateKind.Initial)
            after = [graph.Add(_kernels.CheckGradients, pointers, after)];
        nint last = graph.Add(_kernels.Accumulate(kind), pointers, after);
        if (_kernels.IsQuantized)
            last = graph.Add(_kernels.Quantize(kind), pointers, [last]);
        if (_memory.Measures is not null && kind is (UpdateKind.Laq or UpdateKind.Backtrack))
            graph.Add(_kernels.ConcludeMeasures, pointers, [last]);
        return last;
    }

    /// <summary>Adds the node that fetches the minibatch and the numbers of a step, if it does that.</summary>
    private nint[] Begin(CudaGraph graph, bool gathers)
    {
        if (!gathers)
            return [];
        nint epoch = _memory.Epoch.Address;
        KernelLayout.Minibatch minibatch = _memory.OfMinibatch(_network);
        void** pointers = stackalloc void*[] { &epoch, &minibatch };
        return [graph.Add(new KernelLaunch(_module.Function("beginStep"), (uint)_network.Batch), pointers, [])];
    }
}
