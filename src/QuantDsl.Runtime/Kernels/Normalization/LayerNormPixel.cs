using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>The channels of one pixel in layer normalization, in the order of operations that forward and backward pass share.</summary>
internal readonly unsafe struct LayerNormPixel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly float* _x;
    private readonly float* _gamma;
    private readonly float* _beta;
    private readonly TLanes _mean;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LayerNormPixel(float* x, float* gamma, float* beta, int channels, float epsilon)
    {
        _x = x;
        _gamma = gamma;
        _beta = beta;
        var moments = PixelMoments.Of<TLanes>(x, channels, epsilon);
        _mean = TLanes.Broadcast(moments.Mean);
        InverseDeviation = TLanes.Broadcast(moments.InverseDeviation);
    }

    /// <summary>1/σ.</summary>
    public TLanes InverseDeviation { get; }

    /// <summary>x̂ = (x − mean)/σ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Normalized(int channel, int lanes) => (LaneAccess.Load<TLanes>(_x + channel, lanes) - _mean) * InverseDeviation;

    /// <summary>γ·x̂ + β.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Shifted(TLanes normalized, int channel, int lanes) =>
        TLanes.MultiplyAdd(normalized, Gamma(channel, lanes), LaneAccess.Load<TLanes>(_beta + channel, lanes));

    /// <summary>γ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gamma(int channel, int lanes) => LaneAccess.Load<TLanes>(_gamma + channel, lanes);
}
