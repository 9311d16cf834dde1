namespace Experiments.Plots;

/// <summary>What the horizontal axis counts.</summary>
internal enum Axis
{
    /// <summary>Epochs.</summary>
    Epochs,

    /// <summary>Gradients of minibatches: what an epoch costs, twice where it backtracks.</summary>
    Gradients,
}
