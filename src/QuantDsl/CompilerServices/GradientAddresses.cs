namespace QuantDsl.CompilerServices;

/// <summary>Where the gradients of all parameters lie, as the engine on the CPU leaves them in one flat memory.</summary>
/// <param name="gradients">For each parameter, where its gradient begins.</param>
/// <param name="scratch">For each, where an update finds memory of the same size.</param>
/// <param name="first">In the second half of a backtrack step: for each, where the gradient begins that led to the trial.</param>
/// <param name="bounds">For each, a value that no magnitude in its gradient exceeds.</param>
/// <param name="deferring">The network that has yet to make those of large weights; null: all are there.</param>
internal sealed class GradientAddresses(nint[] gradients, nint[] scratch, nint[] first, double[] bounds, CpuNetwork? deferring)
{
    public CpuNetwork? Deferring => deferring;

    public nint[] Gradients => gradients;

    public nint[] Scratch => scratch;

    public nint[] First => first;

    public double[] Bounds => bounds;
}
