using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A minibatch that several processes share. Each has the whole model and a part of the samples; sums over the batch go on where the
/// shards of a process end, by the same additions in the same tree as in a single process, so that all have the bits that it would have.
/// At each level of the tree a process meets the one whose number differs in one bit.
/// </summary>
internal abstract class SharedBatch
{
    /// <summary>Longer sums are shared out: a process adds up a part of them, and then all tell each other.</summary>
    private const int SharedOut = 4096;

    private float[] _own = [];
    private float[] _received = [];
    private BatchShare _share;

    /// <param name="rank">Number of this process, from 0.</param>
    /// <param name="ranks">Processes, a power of two up to the number of shards.</param>
    protected SharedBatch(int rank, int ranks) => (Rank, Ranks) = (rank, ranks);

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>Number of processes.</summary>
    public int Ranks { get; }

    /// <summary>Samples of the whole minibatch.</summary>
    public int Samples { get; private set; }

    /// <summary>The first sample of this process.</summary>
    public int First => _share.Start(Rank);

    /// <summary>Samples of this process.</summary>
    public int Own => _share.Count(Rank, 1);

    /// <summary>Whether batch normalization normalizes over the whole minibatch; else each process over its own samples.</summary>
    public bool SharesStatistics { get; init; } = true;

    /// <summary>Whether somebody wants the run to end: all processes know it after the same step.</summary>
    public bool Stops { get; private set; }

    /// <summary>Whether this process wants the run to end.</summary>
    protected abstract bool WantsToStop { get; }

    /// <summary>Begins a minibatch.</summary>
    /// <param name="batch">The declared batch.</param>
    /// <param name="samples">Samples of all processes.</param>
    public void Begin(int batch, int samples) => (Samples, _share) = (samples, new BatchShare(batch, samples, Ranks));

    /// <summary>Replaces values by the sums of those that all processes have.</summary>
    public void Sum(Span<float> values) => AddUp(values);

    /// <summary>The same; all processes learn besides whether somebody wants the run to end.</summary>
    public void SumAndAsk(Span<float> values)
    {
        Span<float> asking = Room(ref _own, values.Length + 1);
        values.CopyTo(asking);
        asking[^1] = WantsToStop ? 1 : 0;
        SumAll(asking);
        asking[..^1].CopyTo(values);
        Stops |= asking[^1] > 0;
    }

    /// <summary>All processes learn whether somebody wants the run to end.</summary>
    public void Ask() => SumAndAsk([]);

    /// <summary>Replaces values by the largest that a process has.</summary>
    public void Largest(Span<int> values)
    {
        Span<int> received = MemoryMarshal.Cast<float, int>(Room(ref _received, values.Length));
        for (int step = 1; step < Ranks; step *= 2)
        {
            Exchange(Rank ^ step, MemoryMarshal.AsBytes(values), MemoryMarshal.AsBytes(received));
            for (int i = 0; i < values.Length; i++)
                values[i] = Math.Max(values[i], received[i]);
        }
    }

    /// <summary>
    /// The moments of the whole batch, from those of the samples of each process, as <see cref="BatchMoments"/> merges them.
    /// </summary>
    /// <param name="means">[channels].</param>
    /// <param name="deviations">[channels].</param>
    /// <param name="pixels">Pixels of a sample.</param>
    public void Merge<TLanes>(Span<float> means, Span<float> deviations, int pixels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = means.Length;
        Span<float> own = Room(ref _own, 2 * channels);
        Span<float> received = Room(ref _received, 2 * channels);
        means.CopyTo(own);
        deviations.CopyTo(own[channels..]);
        for (int step = 1; step < Ranks; step *= 2)
        {
            Exchange(Rank ^ step, MemoryMarshal.AsBytes(own), MemoryMarshal.AsBytes(received));
            int lower = Rank & ~((2 * step) - 1);
            int count = _share.Count(lower, step) * pixels, others = _share.Count(lower + step, step) * pixels;
            if ((Rank & step) == 0)
                Merge<TLanes>(own, count, received, others, own);
            else
                Merge<TLanes>(received, count, own, others, own);
        }
        own[..channels].CopyTo(means);
        own[channels..].CopyTo(deviations);
    }

    /// <summary>Replaces values by the sums of those that all processes have.</summary>
    protected virtual void AddUp(Span<float> values)
    {
        if (values.Length >= SharedOut)
            SumInParts(values);
        else
            SumAll(values);
    }

    /// <summary>Sends bytes to a process and receives bytes from it.</summary>
    protected abstract void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received);

    private static unsafe void Merge<TLanes>(
        ReadOnlySpan<float> lower, int count, ReadOnlySpan<float> upper, int others, Span<float> merged)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int channels = lower.Length / 2;
        fixed (float* a = lower)
        fixed (float* b = upper)
        fixed (float* to = merged)
        {
            for (int channel = 0; channel < channels; channel += TLanes.Count)
            {
                int lanes = Math.Min(TLanes.Count, channels - channel);
                int deviation = channels + channel;
                var moments = new Moments<TLanes>(
                    LaneAccess.Load<TLanes>(a + channel, lanes), LaneAccess.Load<TLanes>(a + deviation, lanes), count);
                var above = new Moments<TLanes>(
                    LaneAccess.Load<TLanes>(b + channel, lanes), LaneAccess.Load<TLanes>(b + deviation, lanes), others);
                moments.With(above).Store(to + channel, to + deviation, lanes);
            }
        }
    }

    /// <summary>Every process adds up all values: the fewest messages.</summary>
    private void SumAll(Span<float> values)
    {
        Span<float> received = Room(ref _received, values.Length);
        for (int step = 1; step < Ranks; step *= 2)
        {
            Exchange(Rank ^ step, MemoryMarshal.AsBytes(values), MemoryMarshal.AsBytes(received));
            Add(values, received);
        }
    }

    /// <summary>
    /// Every process adds up a part of the values, half as many at each level of the tree, and gives them back on the way down: the fewest
    /// bytes, 2·(1 − 1/processes) times those of the values.
    /// </summary>
    private void SumInParts(Span<float> values)
    {
        Span<float> received = Room(ref _received, (values.Length + 1) / 2);
        for (int step = 1; step < Ranks; step *= 2)
        {
            (int start, int end) = PartBefore(step, values.Length);
            int middle = Middle(start, end);
            bool isLower = (Rank & step) == 0;
            Span<float> kept = isLower ? values[start..middle] : values[middle..end];
            Span<float> given = isLower ? values[middle..end] : values[start..middle];
            Exchange(Rank ^ step, given, received[..kept.Length]);
            Add(kept, received);
        }
        for (int step = Ranks / 2; step >= 1; step /= 2)
        {
            (int start, int end) = PartBefore(step, values.Length);
            int middle = Middle(start, end);
            Span<float> lower = values[start..middle], upper = values[middle..end];
            if ((Rank & step) == 0)
                Exchange(Rank ^ step, lower, upper);
            else
                Exchange(Rank ^ step, upper, lower);
        }
    }

    /// <summary>The part of the values that this process shares with its partner of a level.</summary>
    private (int Start, int End) PartBefore(int step, int length)
    {
        (int start, int end) = (0, length);
        for (int before = 1; before < step; before *= 2)
        {
            int middle = Middle(start, end);
            (start, end) = (Rank & before) == 0 ? (start, middle) : (middle, end);
        }
        return (start, end);
    }

    private static int Middle(int start, int end) => start + ((end - start) / 2);

    private void Exchange(int partner, ReadOnlySpan<float> sent, Span<float> received) =>
        Exchange(partner, MemoryMarshal.AsBytes(sent), MemoryMarshal.AsBytes(received));

    private static void Add(Span<float> sums, ReadOnlySpan<float> terms)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + new Vector<float>(terms[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += terms[i];
    }

    private static Span<float> Room(ref float[] memory, int length)
    {
        if (memory.Length < length)
            memory = new float[length];
        return memory.AsSpan(0, length);
    }
}
