using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The sum of two values of one shape: of a residual network, and of the gradients of a value that two operations read. More than two are
/// summed one after the other, in the order of the operations.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Addition
{
    /// <summary>sum = f(left + right); the sum may take the place of either.</summary>
    public static void Run<TLanes, TActivation>(in ImageBatch left, in ImageBatch right, in ImageBatch sum, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation =>
        Elementwise.Zip<TLanes, Sum<TActivation>>(left, right, sum, samples);

    private readonly struct Sum<TActivation> : IBinary
        where TActivation : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply<TLanes>(TLanes left, TLanes right)
            where TLanes : unmanaged, ILanes<TLanes> => TActivation.Apply(left + right);
    }
}
