using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>Launches with an order between some of them, which the device runs as one.</summary>
internal sealed unsafe class CudaGraph : IDisposable
{
    private readonly CudaContext _context;
    private nint _graph;
    private nint _executable;

    /// <summary>Begins an empty graph.</summary>
    /// <param name="context">The device, whose context is the thread's.</param>
    /// <exception cref="CudaException">There is not enough memory.</exception>
    public CudaGraph(CudaContext context)
    {
        _context = context;
        nint graph;
        Check(GraphCreate(&graph, 0), "cuGraphCreate");
        _graph = graph;
    }

    /// <summary>How many launches there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a launch.</summary>
    /// <param name="launch">The kernel and its blocks.</param>
    /// <param name="arguments">Pointers to its arguments, which are copied.</param>
    /// <param name="after">The nodes that must have run before.</param>
    /// <returns>The node.</returns>
    /// <exception cref="CudaException">The node was refused.</exception>
    public nint Add(in KernelLaunch launch, void** arguments, ReadOnlySpan<nint> after)
    {
        var kernel = new KernelNode
        {
            Function = launch.Kernel,
            GridX = launch.Blocks,
            GridY = 1,
            GridZ = 1,
            BlockX = KernelLayout.Threads,
            BlockY = 1,
            BlockZ = 1,
            Arguments = arguments,
        };
        nint node;
        fixed (nint* dependencies = after)
            Check(GraphAddKernelNode(&node, _graph, dependencies, (nuint)after.Length, &kernel), "cuGraphAddKernelNode");
        if (launch.IsCooperative)
        {
            long* value = stackalloc long[8]; // a union of 64 bytes
            new Span<long>(value, 8).Clear();
            *(int*)value = 1;
            Check(GraphKernelNodeSetAttribute(node, LaunchAttributeCooperative, value), "cuGraphKernelNodeSetAttribute");
        }
        Count++;
        return node;
    }

    /// <summary>Ends the graph: it can be launched from now on.</summary>
    /// <exception cref="CudaException">The device does not take it.</exception>
    public void Complete()
    {
        nint executable;
        Check(GraphInstantiateWithFlags(&executable, _graph, 0), "cuGraphInstantiateWithFlags");
        _executable = executable;
    }

    /// <summary>Launches it. Nobody waits for it.</summary>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Launch() => Check(GraphLaunch(_executable, DefaultStream), "cuGraphLaunch");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_graph == 0)
            return;
        using (_context.Enter())
        {
            if (_executable != 0)
                _ = GraphExecDestroy(_executable);
            _ = GraphDestroy(_graph);
        }
        _graph = 0;
    }
}
