using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Layer normalization of a layer. Its kernels work on samples; the sums over the batch are done in blocks of channels.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <param name="channels">Channels.</param>
/// <param name="batch">The declared batch.</param>
/// <param name="epsilon">ε.</param>
/// <param name="memory">Parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class LayerNormalization<TLanes>(int channels, int batch, double epsilon, LayerNormMemory memory)
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Channels of a block, at most.</summary>
    private const int Block = 64;

    private readonly float _epsilon = (float)epsilon;

    /// <summary>Blocks of channels.</summary>
    public int Blocks => (channels + Block - 1) / Block;

    /// <summary>y = f(γ·x̂ + β) of a sample.</summary>
    public void Normalize<TActivation>(in ImageBatch x, in ImageBatch y, int sample)
        where TActivation : IActivation =>
        LayerNormForward.Run<TLanes, TActivation>(x, memory.Gamma, memory.Beta, _epsilon, y, UnitRange.One(sample));

    /// <summary>∂x of a sample, and what it adds to ∂γ and ∂β.</summary>
    /// <param name="x">Images before the normalization.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="inputGradient">Receives ∂x, in memory of its own.</param>
    /// <param name="sums">[2][samples][channels]: receives Σ∂·x̂, then Σ∂, where ∂ is the gradient of γ·x̂ + β.</param>
    /// <param name="samples">Samples of the minibatch.</param>
    /// <param name="sample">The sample.</param>
    public void InputGradient<TActivation>(
        in ImageBatch x, in ImageBatch outputGradient, in ImageBatch inputGradient, FloatAddress sums, int samples, int sample)
        where TActivation : IActivation =>
        LayerNormGradient.Run<TLanes, TActivation>(
            x, outputGradient, memory.Gamma, memory.Beta, _epsilon, inputGradient, sums, Gradients(sums, samples), UnitRange.One(sample));

    /// <summary>∂γ and ∂β from the sums of the samples.</summary>
    /// <param name="w">Memory of the pass.</param>
    /// <param name="sums">As <see cref="InputGradient"/> leaves them.</param>
    /// <param name="gamma">∂γ.</param>
    /// <param name="beta">∂β.</param>
    /// <param name="block">Which block.</param>
    public void ParameterGradients(Workspace w, FloatAddress sums, FloatAddress gamma, FloatAddress beta, int block)
    {
        int first = block * Block, count = Math.Min(Block, channels - first);
        var shards = new BatchShards(batch, w.Samples);
        ShardedSum.Run<TLanes>(sums + first, channels, count, shards, gamma + first);
        ShardedSum.Run<TLanes>(Gradients(sums, w.Samples) + first, channels, count, shards, beta + first);
    }

    private float* Gradients(float* sums, int samples) => sums + ((nint)samples * channels);
}
