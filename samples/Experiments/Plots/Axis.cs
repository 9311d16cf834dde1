namespace Experiments.Plots;

/// <summary>What the horizontal axis counts.</summary>
internal enum Axis
{
    /// <summary>Number of epochs.</summary>
    Epochs,

    /// <summary>Number of minibatch gradients, the cost of training: two per backtrack step, one per other step.</summary>
    Gradients,
}
