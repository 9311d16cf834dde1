using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A network whose loops know its type, so that their calls bind statically.</summary>
/// <typeparam name="TSelf">The generated class.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PredictionNetwork<TSelf> : PredictionNetwork
    where TSelf : PredictionNetwork<TSelf>
{
    private readonly Workspace _none = new(perSample: 0, inAll: 0, perThread: 0); // of loops that need no memory

    /// <inheritdoc cref="PredictionNetwork(NetworkPlan)"/>
    protected PredictionNetwork(NetworkPlan plan)
        : base(plan)
    {
    }

    /// <summary>Runs a loop on all threads and waits for it.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="units">Number of units.</param>
    protected void ForEach<TLoop>(Workspace w, int units)
        where TLoop : struct, ILoop<TSelf> =>
        LoopJob<TLoop, TSelf>.Run((TSelf)this, w, units);

    /// <summary>Runs a loop that needs no memory of a pass.</summary>
    /// <param name="units">Number of units.</param>
    protected void ForEach<TLoop>(int units)
        where TLoop : struct, ILoop<TSelf> =>
        ForEach<TLoop>(_none, units);

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing) => _none.Dispose();
}
