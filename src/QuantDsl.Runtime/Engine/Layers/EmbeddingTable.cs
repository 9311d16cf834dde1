using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A table with a row of weights for each token. The gradient of a row is the sum of those of its occurrences, in order within a shard,
/// from 0, and shards as <see cref="BatchShards"/> says. A unit of it is 16 rows.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
/// <param name="vocabulary">Rows.</param>
/// <param name="features">Numbers of a row.</param>
/// <param name="batch">The declared batch.</param>
/// <param name="weights">The weights in the model's memory, [vocabulary, features].</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class EmbeddingTable<TLanes>(int vocabulary, int features, int batch, LayerWeights weights) : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int RowsOfUnit = 16;

    /// <summary>None: rows are read as they lie in the model's memory.</summary>
    public int PackingUnits => 0;

    /// <summary>Units of <see cref="WeightGradient"/>.</summary>
    public int WeightGradientUnits => (vocabulary + RowsOfUnit - 1) / RowsOfUnit;

    /// <summary>Has nothing to do: see <see cref="PackingUnits"/>.</summary>
    public void Pack(int unit)
    {
        // There are no units.
    }

    /// <summary>The rows of a sample's tokens.</summary>
    /// <param name="w">Has the token ids.</param>
    /// <param name="rows">Receives a row for each position.</param>
    /// <param name="sample">The sample.</param>
    public void Forward(Workspace w, in ImageBatch rows, int sample)
    {
        int* tokens = w.TokensOf(sample);
        float* row = rows.Row(sample, 0);
        for (int position = 0; position < rows.Geometry.Width; position++, row += features)
        {
            float* source = weights.Quantized + ((nint)tokens[position] * features);
            new ReadOnlySpan<float>(source, features).CopyTo(new Span<float>(row, features));
        }
    }

    /// <summary>Finds the occurrences of each token, by counting.</summary>
    /// <param name="w">Has the token ids.</param>
    /// <param name="length">Positions of a sample.</param>
    /// <param name="ends">Receives where the occurrences of each token end, [vocabulary], as int32.</param>
    /// <param name="occurrences">
    /// Receives the occurrences, token by token in the order of the batch: sample · length + position, [samples · length], as int32.
    /// </param>
    public void FindTokens(Workspace w, int length, FloatAddress ends, FloatAddress occurrences)
    {
        int* next = (int*)(float*)ends;
        int* place = (int*)(float*)occurrences;
        new Span<int>(next, vocabulary).Clear();
        for (int sample = 0; sample < w.Samples; sample++)
        {
            foreach (int token in new ReadOnlySpan<int>(w.TokensOf(sample), length))
                next[token]++;
        }
        int start = 0;
        for (int token = 0; token < vocabulary; token++)
            (start, next[token]) = (start + next[token], start);
        for (int sample = 0; sample < w.Samples; sample++)
        {
            int* tokens = w.TokensOf(sample);
            for (int position = 0; position < length; position++)
                place[next[tokens[position]]++] = (sample * length) + position;
        }
    }

    /// <summary>∂W of some rows.</summary>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="ends">Where the occurrences of each token end.</param>
    /// <param name="occurrences">The occurrences.</param>
    /// <param name="target">∂W, [vocabulary][features].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="unit">Which rows.</param>
    public void WeightGradient(
        in ImageBatch outputGradient, FloatAddress ends, FloatAddress occurrences, FloatAddress target, int samples, int unit)
    {
        int* end = (int*)(float*)ends;
        int* occurrence = (int*)(float*)occurrences;
        var shards = new BatchShards(batch, samples);
        for (int token = unit * RowsOfUnit; token < Math.Min(vocabulary, (unit + 1) * RowsOfUnit); token++)
        {
            int first = token == 0 ? 0 : end[token - 1];
            var places = new ReadOnlySpan<int>(occurrence + first, end[token] - first);
            SumRow(outputGradient, places, shards, (float*)target + ((nint)token * features));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It has no memory of its own.
    }

    private void SumRow(in ImageBatch outputGradient, ReadOnlySpan<int> places, BatchShards shards, float* target)
    {
        TLanes* sums = stackalloc TLanes[BatchShards.Count];
        for (int feature = 0; feature < features; feature += TLanes.Count)
        {
            int lanes = Math.Min(TLanes.Count, features - feature);
            int next = 0;
            for (int shard = 0; shard < BatchShards.Count; shard++)
                sums[shard] = SumShard(outputGradient, places, shards.End(shard), feature, lanes, ref next);
            TLanes sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
            LaneAccess.Store(sum, target + feature, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes SumShard(
        in ImageBatch outputGradient, ReadOnlySpan<int> places, int endSample, int feature, int lanes, ref int next)
    {
        int length = outputGradient.Geometry.Width;
        TLanes sum = TLanes.Zero;
        for (; next < places.Length && places[next] < endSample * length; next++)
        {
            (int sample, int position) = Math.DivRem(places[next], length);
            sum += LaneAccess.Load<TLanes>(outputGradient.Row(sample, 0) + ((nint)position * features) + feature, lanes);
        }
        return sum;
    }
}
