using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>An activation by itself, where no other kernel can apply it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Activation
{
    /// <summary>y = f(x); y may be x.</summary>
    public static void Forward<TLanes, TActivation>(in ImageBatch x, in ImageBatch y, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation =>
        Elementwise.Map<TLanes, Function<TActivation>>(x, y, samples);

    /// <summary>∂x = f′(x)·∂y from y = f(x); ∂x may be ∂y, or y.</summary>
    public static void Backward<TLanes, TActivation>(
        in ImageBatch y, in ImageBatch outputGradient, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IOutputActivation =>
        Elementwise.Zip<TLanes, OfOutput<TActivation>>(y, outputGradient, inputGradient, samples);

    /// <summary>∂x = f′(x)·∂y; ∂x may be ∂y, or x.</summary>
    public static void BackwardFromInput<TLanes, TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, in ImageBatch inputGradient, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TActivation : IActivation =>
        Elementwise.Zip<TLanes, OfInput<TActivation>>(x, outputGradient, inputGradient, samples);

    private readonly struct Function<TActivation> : IUnary
        where TActivation : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => TActivation.Apply(x);
    }

    private readonly struct OfInput<TActivation> : IBinary
        where TActivation : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply<TLanes>(TLanes left, TLanes right)
            where TLanes : unmanaged, ILanes<TLanes> => TActivation.Gradient(left, right);
    }

    private readonly struct OfOutput<TActivation> : IBinary
        where TActivation : IOutputActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply<TLanes>(TLanes left, TLanes right)
            where TLanes : unmanaged, ILanes<TLanes> => TActivation.GradientFromOutput(left, right);
    }
}
