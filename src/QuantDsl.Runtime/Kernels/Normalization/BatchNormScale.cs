using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Batch normalization as one scale and one shift of each channel: scale = γ/√(variance + ε), shift = β − mean·scale, each operation
/// rounded once and the last one fused. Training and prediction share this order.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BatchNormScale
{
    /// <summary>From the moments of a batch, for training.</summary>
    /// <param name="deviations">Σ(x − mean)² over the batch, [channels]; the means lie in <paramref name="result"/>.</param>
    /// <param name="count">Numbers of a channel in the batch.</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="result">Its mean is read, the others are written.</param>
    public static void FromBatch<TLanes>(
        float* deviations, int count, float* gamma, float* beta, float epsilon, int channels, in BatchNormChannels result)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, channels - channel);
            TLanes variance = LaneAccess.Load<TLanes>(deviations + channel, lanes) / TLanes.Broadcast(count);
            TLanes mean = LaneAccess.Load<TLanes>(result.Mean + channel, lanes);
            TLanes deviation = Write(
                mean, variance, gamma + channel, beta + channel, epsilon, lanes, result.Scale + channel, result.Shift + channel);
            LaneAccess.Store(TLanes.Broadcast(1f) / deviation, result.InverseDeviation + channel, lanes);
        }
    }

    /// <summary>From running statistics, for prediction.</summary>
    /// <param name="mean">Running mean, [channels].</param>
    /// <param name="variance">Running variance, [channels].</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    public static void FromRunning<TLanes>(
        float* mean, float* variance, float* gamma, float* beta, float epsilon, int channels, float* scale, float* shift)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, channels - channel);
            Write(
                LaneAccess.Load<TLanes>(mean + channel, lanes),
                LaneAccess.Load<TLanes>(variance + channel, lanes),
                gamma + channel,
                beta + channel,
                epsilon,
                lanes,
                scale + channel,
                shift + channel);
        }
    }

    /// <summary>Moves running statistics: momentum·new + (1 − momentum)·old, of the mean and of the unbiased variance.</summary>
    /// <param name="mean">Mean of the batch, [channels].</param>
    /// <param name="deviations">Σ(x − mean)² over the batch, [channels].</param>
    /// <param name="count">Numbers of a channel in the batch, at least 2.</param>
    /// <param name="momentum">The momentum.</param>
    /// <param name="running">Mean, then variance, [2][channels].</param>
    /// <param name="moved">Where they go; may be <paramref name="running"/>.</param>
    /// <param name="stride">Numbers from a running mean to its variance.</param>
    /// <param name="channels">Channels to do; some of all, for a thread that has a part of them.</param>
    public static void MoveRunning<TLanes>(
        float* mean, float* deviations, int count, float momentum, float* running, float* moved, int stride, int channels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, channels - channel);
            Move(LaneAccess.Load<TLanes>(mean + channel, lanes), momentum, running + channel, moved + channel, lanes);
            TLanes unbiased = LaneAccess.Load<TLanes>(deviations + channel, lanes) / TLanes.Broadcast(count - 1);
            Move(unbiased, momentum, running + stride + channel, moved + stride + channel, lanes);
        }
    }

    /// <summary>Writes scale and shift; returns √(variance + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Write<TLanes>(
        TLanes mean, TLanes variance, float* gamma, float* beta, float epsilon, int lanes, float* scale, float* shift)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes deviation = TLanes.SquareRoot(variance + TLanes.Broadcast(epsilon));
        TLanes factor = LaneAccess.Load<TLanes>(gamma, lanes) / deviation;
        LaneAccess.Store(factor, scale, lanes);
        LaneAccess.Store(TLanes.MultiplyAdd(TLanes.Zero - mean, factor, LaneAccess.Load<TLanes>(beta, lanes)), shift, lanes);
        return deviation;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<TLanes>(TLanes now, float momentum, float* running, float* moved, int lanes)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes kept = LaneAccess.Load<TLanes>(running, lanes) * TLanes.Broadcast(1f - momentum);
        LaneAccess.Store(TLanes.MultiplyAdd(now, TLanes.Broadcast(momentum), kept), moved, lanes);
    }
}
