using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradient with respect to the weights as <see cref="OuterProduct{TLanes}"/> computes it, with the same bits, where a tap has fewer
/// terms than a vector has lanes: input is gathered to patches first. Such layers have few weights, so the sums of all shards are kept.
/// First a unit is a shard; then, when all shards are there, an output channel.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class GatheredOuterProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>About as many float32 numbers of patches stay in the cache.</summary>
    private const int PatchesAtOnce = 4096;

    /// <summary>Float32 numbers of scratch memory that a thread needs in <see cref="SumShards"/>.</summary>
    public static int ScratchLength(in OuterShape shape) => LinesAtOnce(in shape) * shape.Pixels * Patches.Length(shape.Steps);

    /// <summary>Float32 numbers of memory for the sums of all shards.</summary>
    public static int SumsLength(in OuterShape shape) => BatchShards.Count * ShardLength(in shape);

    private static int ShardLength(in OuterShape shape) => shape.Outputs * Patches.Length(shape.Steps);

    /// <summary>Sums some shards.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="sums">Memory of <see cref="SumsLength"/> for the sums of all shards.</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>.</param>
    /// <param name="shards">Which shards.</param>
    public static void SumShards(
        in OuterShape shape, int samples, float* input, float* gradient, float* sums, float* scratch, UnitRange shards)
    {
        BatchShards all = new(shape.Batch, samples);
        for (int shard = shards.Start; shard < shards.End; shard++)
        {
            float* shardSums = sums + ((nint)shard * ShardLength(in shape));
            new Span<float>(shardSums, ShardLength(in shape)).Clear();
            int start = all.Start(shard), end = all.End(shard);
            if (shape.IsFlat)
            {
                float* x = input + ((nint)start * shape.InputSampleStride), y = gradient + ((nint)start * shape.GradientSampleStride);
                SumLines(in shape, x, shape.InputSampleStride, y, shape.GradientSampleStride, end - start, shardSums, scratch);
                continue;
            }
            for (int sample = start; sample < end; sample++)
            {
                float* x = input + ((nint)sample * shape.InputSampleStride), y = gradient + ((nint)sample * shape.GradientSampleStride);
                SumLines(in shape, x, shape.InputLineStride, y, shape.GradientLineStride, shape.Lines, shardSums, scratch);
            }
        }
    }

    /// <summary>Adds the shards of some output channels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="sums">The sums of all shards.</param>
    /// <param name="target">The gradient [output][tap][term].</param>
    /// <param name="outputs">Which output channels.</param>
    public static void AddShards(in OuterShape shape, float* sums, float* target, UnitRange outputs)
    {
        int steps = shape.Steps, row = Patches.Length(steps), shard = ShardLength(in shape);
        for (int output = outputs.Start; output < outputs.End; output++)
        {
            float* from = sums + ((nint)output * row);
            float* to = target + ((nint)output * steps);
            for (int step = 0; step < steps; step++, from++)
                to[step] = ShardTree.Sum(from, shard);
        }
    }

    private static int LinesAtOnce(in OuterShape shape)
    {
        int line = shape.Pixels * Patches.Length(shape.Steps);
        int lines = shape.IsFlat ? shape.Batch : shape.Lines;
        return Math.Clamp(PatchesAtOnce / line, 1, lines);
    }

    private static void SumLines(
        in OuterShape shape,
        float* input,
        nint inputStride,
        float* gradient,
        nint gradientStride,
        int lines,
        float* sums,
        float* scratch)
    {
        int atOnce = LinesAtOnce(in shape);
        for (int line = 0; line < lines; line += atOnce)
        {
            int count = Math.Min(atOnce, lines - line);
            Patches.Gather(in shape, input + (line * inputStride), count, inputStride, scratch);
            SumPatches(in shape, scratch, gradient + (line * gradientStride), gradientStride, count, sums);
        }
    }

    private static void SumPatches(
        in OuterShape shape, float* patches, float* gradient, nint gradientStride, int lines, float* sums)
    {
        int length = Patches.Length(shape.Steps);
        var tiles = RowTiles.Of(shape.Outputs, RowTiles.Largest(TLanes.Count));
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            for (int term = 0; term < length; term += 2 * TLanes.Count)
            {
                OuterBlock block = new()
                {
                    Input = patches + term,
                    Gradient = gradient + tiles.Start(tile),
                    Samples = 1,
                    Lines = lines,
                    Pixels = shape.Pixels,
                    InputPixelStride = length,
                    InputLineStride = shape.Pixels * length,
                    InputSampleStride = 0,
                    GradientPixelStride = shape.GradientPixelStride,
                    GradientLineStride = gradientStride,
                    GradientSampleStride = 0,
                    Second = TLanes.Count,
                };
                float* place = sums + ((nint)tiles.Start(tile) * length) + term;
                OuterTarget target = new()
                {
                    SoFar = place,
                    ScratchRowStride = length,
                    Target = place,
                    RowStride = length,
                    Second = TLanes.Count,
                };
                OuterTiles<TLanes>.Run(tiles.Rows(tile), length - term > TLanes.Count, in block, in target);
            }
        }
    }
}
