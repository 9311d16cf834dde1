using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The memory of one pass of a network: an arena, in which the compiler has planned a place for every value that more than one loop uses,
/// and for each thread memory for what does not leave a loop.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Workspace : IDisposable
{
    private readonly long _perSample;
    private readonly NativeFloats _inAll;
    private readonly NativeFloats _threads;
    private readonly nint _perThread;
    private NativeFloats _arena = new(0);
    private int _firstNotFinite;

    /// <summary>Allocates the memory. The arena follows when the number of samples is known.</summary>
    /// <param name="perSample">Numbers of the arena for each sample.</param>
    /// <param name="inAll">Numbers that do not grow with the samples.</param>
    /// <param name="perThread">Numbers for each thread.</param>
    public Workspace(long perSample, long inAll, int perThread)
    {
        _perSample = perSample;
        _inAll = new NativeFloats(inAll);
        Threads = ThreadCount.Value;
        _perThread = (perThread + 31) & ~15; // threads do not share a cache line, nor the one that is fetched beside it
        _threads = new NativeFloats((long)_perThread * Threads);
    }

    /// <summary>Threads that have memory here.</summary>
    public int Threads { get; }

    /// <summary>Samples of the minibatch. Setting it makes room for them.</summary>
    public int Samples
    {
        get;
        set
        {
            field = value;
            if (value <= Capacity)
                return;
            _arena.Dispose();
            _arena = new NativeFloats(_perSample * value);
            Capacity = value;
        }
    }

    /// <summary>The minibatch of which these are a part; null: they are all of it.</summary>
    internal SharedBatch? Shared { get; set; }

    /// <summary>Samples of the whole minibatch, of which other processes may have some.</summary>
    internal int BatchSamples => Shared?.Samples ?? Samples;

    /// <summary>The minibatch over which batch normalization normalizes; null: over these samples.</summary>
    internal SharedBatch? Normalized => Shared is { SharesStatistics: true } shared ? shared : null;

    /// <summary>Samples that the arena has room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>The samples as the user gave them, row-major.</summary>
    public float* Inputs { get; set; }

    /// <summary>The token ids of the samples, where these are sequences of tokens.</summary>
    public int* Tokens { get; set; }

    /// <summary>From a sample's inputs to those of the next, where the user has them.</summary>
    public int InputStride { get; set; }

    /// <summary>From a sample's logits to those of the next, where the user wants them.</summary>
    public int LogitStride { get; set; }

    /// <summary>Positions of the sequences that are there: a prediction may have fewer than are declared.</summary>
    public int Positions { get; set; } = int.MaxValue;

    /// <summary>States of recurrent layers from which a prediction goes on.</summary>
    public CarriedState Carried { get; set; }

    /// <summary>Their classes; not read by a prediction.</summary>
    public int* Labels { get; set; }

    /// <summary>Their labels where these are numbers; not read by a prediction.</summary>
    internal float* NumberLabels { get; set; }

    /// <summary>Weights of the classes in the loss; null: all are 1.</summary>
    internal float* ClassWeights { get; set; }

    /// <summary>The sum of these over the labels of the whole minibatch.</summary>
    internal double LabelWeight { get; set; }

    /// <summary>Where logits go in a prediction, row-major.</summary>
    public float* Logits { get; set; }

    /// <summary>Where the gradients with respect to all parameters go, in the order of the model's memory.</summary>
    public FloatAddress Gradients { get; set; }

    /// <summary>Whether the gradients of large weights wait for the update.</summary>
    public bool Defers { get; set; }

    /// <summary>The update for which they wait, while it makes them.</summary>
    internal TiledUpdate? Update { get; set; }

    /// <summary>Bounds of the gradients of large weights.</summary>
    internal ProductBounds? Bounds { get; set; }

    /// <summary>Seed of the model, from which dropout follows.</summary>
    public long Seed { get; set; }

    /// <summary>Number of the step, from which dropout follows.</summary>
    public long Step { get; set; }

    /// <summary>Whether this pass moves the running statistics of batch normalization.</summary>
    public bool MovesStatistics { get; set; }

    /// <summary>The mean loss of the minibatch.</summary>
    public float Loss { get; set; }

    /// <summary>Whether the pass looks for the first layer with an output that is NaN or infinite.</summary>
    public bool IsDiagnosing { get; private set; }

    /// <summary>The first such layer; int.MaxValue if there is none.</summary>
    public int FirstNotFinite => _firstNotFinite;

    /// <summary>A place of what does not grow with the samples.</summary>
    /// <param name="offset">In numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatAddress At(long offset) => _inAll.Data + offset;

    /// <summary>A place in the arena.</summary>
    /// <param name="offset">In numbers for each sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatAddress OfSamples(long offset) => _arena.Data + (offset * Capacity);

    /// <summary>A place in the memory of a thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatAddress Of(int thread, int offset) => _threads.Data + (thread * _perThread) + offset;

    /// <summary>A batch of images in the arena, each within a border.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Images(long offset, int height, int width, int channels, int border = 0)
    {
        var geometry = ImageGeometry.Bordered(height, width, channels, border);
        return new ImageBatch((float*)OfSamples(offset) + Inside(geometry, border), geometry);
    }

    /// <summary>One image in the memory of a thread, for whatever sample it works on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Image(int thread, int offset, int height, int width, int channels, int border = 0)
    {
        var dense = ImageGeometry.Bordered(height, width, channels, border);
        var geometry = new ImageGeometry(height, width, channels, dense.RowStride, sampleStride: 0);
        return new ImageBatch((float*)Of(thread, offset) + Inside(geometry, border), geometry);
    }

    /// <summary>A batch of features in the arena.</summary>
    /// <param name="offset">In numbers for each sample.</param>
    /// <param name="features">Numbers of a sample.</param>
    /// <param name="stride">From a sample to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Features(long offset, int features, int stride) =>
        new(OfSamples(offset), new ImageGeometry(1, 1, features, features, stride));

    /// <summary>The features of one sample in the memory of a thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Features(int thread, int offset, int features) =>
        new(Of(thread, offset), new ImageGeometry(1, 1, features, features, sampleStride: 0));

    /// <summary>Sequences in the arena.</summary>
    /// <param name="offset">In numbers for each sample.</param>
    /// <param name="length">Declared positions.</param>
    /// <param name="features">Numbers of a position.</param>
    /// <param name="stride">From a sample to the next.</param>
    /// <param name="border">Positions of zeros before and behind a sequence.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Sequences(long offset, int length, int features, int stride, int border = 0) =>
        new(OfSamples(offset) + (border * features), SequenceGeometry(length, features, stride));

    /// <summary>One sequence in the memory of a thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ImageBatch Sequence(int thread, int offset, int length, int features, int border = 0) =>
        new(Of(thread, offset) + (border * features), SequenceGeometry(length, features, sampleStride: 0));

    /// <summary>Bytes in the arena.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteAddress Bytes(long offset) => (byte*)(float*)OfSamples(offset);

    /// <summary>The random numbers of a dropout layer in this step.</summary>
    /// <param name="layer">Number of the operation in the network.</param>
    /// <param name="probability">Probability of a zero.</param>
    public DropoutStream Dropout(int layer, double probability) =>
        new(Seed, Step, layer, probability) { FirstSample = Shared?.First ?? 0 };

    /// <summary>Takes a sample from where the caller has it, [channels][height][width].</summary>
    public void TakeInput(in ImageBatch input, int sample) => ChannelOrder.ToLast(Inputs, InputStride, input, UnitRange.One(sample));

    /// <summary>Takes a sequence from where the caller has it, [length][features].</summary>
    public void TakeSequence(in ImageBatch input, int sample)
    {
        int count = input.Geometry.RowLength;
        new ReadOnlySpan<float>(Inputs + ((nint)sample * InputStride), count).CopyTo(new Span<float>(input.Row(sample, 0), count));
    }

    /// <summary>Copies the logits of a sample to where the caller of a prediction wants them.</summary>
    public void PutLogits(in ImageBatch logits, int sample)
    {
        int count = logits.Geometry.RowLength;
        new ReadOnlySpan<float>(logits.Row(sample, 0), count).CopyTo(new Span<float>(Logits + ((nint)sample * LogitStride), count));
    }

    /// <summary>The token ids of a sample.</summary>
    internal int* TokensOf(int sample) => Tokens + ((nint)sample * InputStride);

    /// <summary>Begins a pass that looks for values that are NaN or infinite.</summary>
    public void Diagnose()
    {
        IsDiagnosing = true;
        _firstNotFinite = int.MaxValue;
    }

    /// <summary>Ends it.</summary>
    public void EndDiagnosis() => IsDiagnosing = false;

    /// <summary>Looks at the output of a layer for a sample, in a pass that diagnoses.</summary>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="output">Its output.</param>
    /// <param name="sample">The sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(int layer, in ImageBatch output, int sample)
    {
        if (IsDiagnosing)
            Look(layer, output, sample);
    }

    /// <summary>Looks at a sample of what a weight gradient is the product of, which bounds it.</summary>
    /// <param name="parameter">Number of the parameter.</param>
    /// <param name="x">The layer's input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="sample">The sample.</param>
    public void Bound(int parameter, in ImageBatch x, in ImageBatch outputGradient, int sample) =>
        Bounds!.Add(parameter, x, outputGradient, sample);

    /// <inheritdoc/>
    public void Dispose()
    {
        _arena.Dispose();
        _inAll.Dispose();
        _threads.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Inside(in ImageGeometry geometry, int border) => (nint)border * (geometry.RowStride + geometry.Channels);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ImageGeometry SequenceGeometry(int length, int features, int sampleStride)
    {
        int positions = Math.Min(length, Positions);
        return new ImageGeometry(1, positions, features, positions * features, sampleStride);
    }

    private void Look(int layer, in ImageBatch output, int sample)
    {
        for (int row = 0; row < output.Geometry.Height; row++)
        {
            foreach (float value in new ReadOnlySpan<float>(output.Row(sample, row), output.Geometry.RowLength))
            {
                if (float.IsFinite(value))
                    continue;
                int found = Volatile.Read(ref _firstNotFinite);
                while (layer < found)
                {
                    int now = Interlocked.CompareExchange(ref _firstNotFinite, layer, found);
                    if (now == found)
                        return;
                    found = now;
                }
                return;
            }
        }
    }
}
