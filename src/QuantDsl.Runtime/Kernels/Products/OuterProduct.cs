using System.ComponentModel;
using System.Numerics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradient with respect to the weights of a linear layer or a convolution, a tap of at least as many terms as a vector has lanes; see
/// <see cref="OuterShape"/>, and <see cref="GatheredOuterProduct{TLanes}"/> for fewer. A weight's sum over a shard of the batch is one
/// accumulator, from 0, by fused multiply-add in the order of samples, lines and pixels; shards are added as <see cref="BatchShards"/>
/// says. A unit is a tap of a tile of output channels.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class OuterProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Pairs of vectors whose sums are kept in memory at once.</summary>
    private const int MostWindows = 16;

    /// <summary>Pixels after which the sums of one pair of vectors make room in the registers for those of the next.</summary>
    private const int PixelsOfBlock = 128;

    /// <summary>Sums of shards that wait to be added, and those of the shard at work: four at most.</summary>
    private const int Sums = 4;

    /// <summary>Float32 numbers of scratch memory that <see cref="Run"/> needs.</summary>
    public static int ScratchLength => Sums * SumLength;

    private static int SumLength => RowTiles.Largest(TLanes.Count) * MostWindows * WindowLength;

    private static int WindowLength => 2 * TLanes.Count;

    /// <summary>Units of a gradient.</summary>
    public static int Units(in OuterShape shape) => new RowTiles(shape.Outputs, TLanes.Count).Count * shape.Taps;

    /// <summary>Computes some units.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="target">The gradient [output][tap][term].</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>.</param>
    /// <param name="units">Which units.</param>
    public static void Run(
        in OuterShape shape, int samples, float* input, float* gradient, float* target, float* scratch, UnitRange units)
    {
        RowTiles tiles = new(shape.Outputs, TLanes.Count);
        int windows = (shape.Terms + WindowLength - 1) / WindowLength;

        // A fully connected layer has too few pixels to pay for moving sums between registers and memory.
        int windowsAtOnce = shape.IsFlat ? 1 : MostWindows;
        for (int unit = units.Start; unit < units.End; unit++)
        {
            (int tile, int tap) = Math.DivRem(unit, shape.Taps);
            int output = tiles.Start(tile);
            float* tapInput = input + shape.Offsets[tap];
            float* tapTarget = target + ((nint)output * shape.Steps) + (tap * shape.Terms);
            for (int window = 0; window < windows; window += windowsAtOnce)
            {
                UnitRange range = new(window, Math.Min(windows, window + windowsAtOnce));
                RunShards(in shape, samples, tapInput, gradient + output, tiles.Rows(tile), tapTarget, scratch, range);
            }
        }
    }

    private static void RunShards(
        in OuterShape shape,
        int samples,
        float* input,
        float* gradient,
        int rows,
        float* target,
        float* scratch,
        UnitRange windows)
    {
        BatchShards shards = new(shape.Batch, samples);
        int samplesOfBlock = shape.IsFlat ? samples : Math.Max(1, PixelsOfBlock / (shape.Lines * shape.Pixels));
        int waiting = 0;
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            int start = shards.Start(shard), end = shards.End(shard);
            int additions = BitOperations.TrailingZeroCount(~shard);
            float* sums = scratch + (waiting * SumLength);
            int sample = start;
            do
            {
                int next = Math.Min(end, sample + samplesOfBlock);
                bool isFirst = sample == start, isLast = next == end;
                for (int window = windows.Start; window < windows.End; window++)
                {
                    float* windowSums = sums + ((window - windows.Start) * WindowLength);
                    OuterWindow<TLanes> place = new(window, shape.Terms);
                    OuterBlock block = Block(in shape, input + place.Term, gradient, sample, next, place.Second);
                    OuterTarget to = Target(windowSums, isFirst, isLast ? additions : 0);
                    if (isLast && shard == BatchShards.Count - 1)
                        to = to with { Target = target + place.Term, RowStride = shape.Steps, Second = place.Second };
                    OuterTiles<TLanes>.Run(rows, place.HasTwo, in block, in to);
                }
                sample = next;
            }
            while (sample < end);
            waiting += 1 - additions;
        }
    }

    private static OuterBlock Block(in OuterShape shape, float* input, float* gradient, int start, int end, int second) => new()
    {
        Input = input + ((nint)start * shape.InputSampleStride),
        Gradient = gradient + ((nint)start * shape.GradientSampleStride),
        Samples = shape.IsFlat ? 1 : end - start,
        Lines = shape.Lines,
        Pixels = shape.IsFlat ? end - start : shape.Pixels,
        InputPixelStride = shape.IsFlat ? shape.InputSampleStride : shape.InputPixelStride,
        InputLineStride = shape.InputLineStride,
        InputSampleStride = shape.InputSampleStride,
        GradientPixelStride = shape.IsFlat ? shape.GradientSampleStride : shape.GradientPixelStride,
        GradientLineStride = shape.GradientLineStride,
        GradientSampleStride = shape.GradientSampleStride,
        Second = second,
    };

    /// <summary>The place of a shard's sums; sums that wait lie before it, and the result takes the place of the first of them.</summary>
    private static OuterTarget Target(float* sums, bool isFirst, int additions) => new()
    {
        SoFar = isFirst ? null : sums,
        Earlier = sums - SumLength,
        EarlierCount = additions,
        EarlierStride = SumLength,
        ScratchRowStride = MostWindows * WindowLength,
        Target = sums - ((nint)additions * SumLength),
        RowStride = MostWindows * WindowLength,
        Second = TLanes.Count,
    };
}
