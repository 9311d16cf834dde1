using System.ComponentModel;
using System.Numerics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The gradient with respect to the weights of a linear layer or a convolution, a tap of at least as many terms as a vector has lanes; see
/// <see cref="OuterShape"/>, and <see cref="GatheredOuterProduct{TLanes}"/> for fewer. A weight's sum over a shard of the batch is one
/// accumulator, from 0, by fused multiply-add in the order of samples, lines and pixels; shards are added as <see cref="BatchShards"/>
/// says. A unit is a tap of a tile of output channels, or some tiles of a layer with one tap.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class OuterProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Pairs of vectors whose sums are kept in memory at once.</summary>
    private const int MostWindows = 16;

    /// <summary>Pixels after which the sums of one pair of vectors make room in the registers for those of the next.</summary>
    private const int PixelsOfBlock = 256;

    /// <summary>Sums of shards that wait to be added, and those of the shard at work: four at most.</summary>
    private const int Sums = 4;

    /// <summary>Tiles at most that read the same inputs.</summary>
    private const int TilesAtOnce = 16;

    /// <summary>Units of a thread at least, where there are so many tiles.</summary>
    private const int UnitsOfThread = 4;

    /// <summary>Float32 numbers of scratch memory that <see cref="Run"/> needs.</summary>
    public static int ScratchLength => (TilesAtOnce * Sums * SumLength)
        + (TilesAtOnce * OuterPanels<TLanes>.Length);

    private static int SumLength => RowTiles.Largest(TLanes.Count) * MostWindows * WindowLength;

    private static int WindowLength => 2 * TLanes.Count;

    /// <summary>Units of a gradient.</summary>
    public static int Units(in OuterShape shape)
    {
        int tiles = TilesOf(shape.Outputs).Count, together = TilesOfUnit(shape);
        return (tiles + together - 1) / together * shape.Taps;
    }

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
        int together = TilesOfUnit(shape);
        RowTiles tiles = TilesOf(shape.Outputs);
        if (together > 1)
        {
            for (int unit = units.Start; unit < units.End; unit++)
            {
                var some = new UnitRange(unit * together, Math.Min(tiles.Count, (unit + 1) * together));
                RunTogether(shape, samples, input + *shape.Offsets, gradient, target, scratch, tiles, some);
            }
            return;
        }
        RunInPlace(shape, samples, input, gradient, target, scratch, tiles, units);
    }

    /// <summary>Computes the gradient of some output channels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The output's gradient of sample 0.</param>
    /// <param name="target">The gradient [output][tap][term] of these channels.</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>.</param>
    /// <param name="outputs">Which output channels.</param>
    internal static void RunOutputs(
        in OuterShape shape, int samples, float* input, float* gradient, float* target, float* scratch, UnitRange outputs)
    {
        RowTiles tiles = TilesOf(outputs.End - outputs.Start);
        float* first = gradient + outputs.Start;
        if (shape.IsFlat || shape.Taps > 1)
        {
            RunInPlace(shape, samples, input, first, target, scratch, tiles, new UnitRange(0, tiles.Count * shape.Taps));
            return;
        }
        for (int tile = 0; tile < tiles.Count; tile += TilesAtOnce)
        {
            var some = new UnitRange(tile, Math.Min(tiles.Count, tile + TilesAtOnce));
            RunTogether(shape, samples, input + *shape.Offsets, first, target, scratch, tiles, some);
        }
    }

    /// <summary>Without copying: each unit a tap of a tile.</summary>
    private static void RunInPlace(
        in OuterShape shape, int samples, float* input, float* gradient, float* target, float* scratch, in RowTiles tiles, UnitRange units)
    {
        int windows = (shape.Terms + WindowLength - 1) / WindowLength;

        // The input of some windows stays in the cache while all tiles of output channels use it.
        for (int first = 0; first < windows; first += MostWindows)
        {
            int end = Math.Min(windows, first + MostWindows);
            for (int unit = units.Start; unit < units.End; unit++)
            {
                // A fully connected layer has too few pixels to pay for moving sums between registers and memory.
                int atOnce = shape.IsFlat ? 1 : MostWindows;
                (int tile, int tap) = Math.DivRem(unit, shape.Taps);
                int output = tiles.Start(tile);
                float* sums = target + ((nint)output * shape.Steps) + (tap * shape.Terms);
                for (int window = first; window < end; window += atOnce)
                {
                    RunShards(
                        shape, samples, input + shape.Offsets[tap], gradient + output, sums, scratch, tiles.Rows(tile), window,
                        Math.Min(end, window + atOnce));
                }
            }
        }
    }

    /// <summary>Some tiles that read the same inputs while these are in the cache, part after part of the pixels of a shard.</summary>
    private static void RunTogether(
        in OuterShape shape, int samples, float* input, float* gradient, float* target, float* scratch, in RowTiles tiles, UnitRange some)
    {
        float* panels = scratch + (TilesAtOnce * Sums * SumLength);
        BatchShards shards = new(shape.Batch, samples);
        int windows = (shape.Terms + WindowLength - 1) / WindowLength;
        for (int firstWindow = 0; firstWindow < windows; firstWindow += MostWindows)
        {
            int endWindow = Math.Min(windows, firstWindow + MostWindows), waiting = 0;
            for (int shard = 0; shard < BatchShards.Count; shard++)
            {
                int start = shards.Start(shard), end = shards.End(shard), additions = BitOperations.TrailingZeroCount(~shard);
                bool isFirst = true;
                var part = OuterPart.First(shape, start, end);
                while (true)
                {
                    OuterPanels<TLanes>.Copy(shape, gradient, part, tiles, some, panels);
                    for (int window = firstWindow; window < endWindow; window++)
                    {
                        OuterWindow<TLanes> place = new(window, shape.Terms);
                        for (int tile = some.Start; tile < some.End; tile++)
                        {
                            int ofTile = tile - some.Start;
                            float* sums = scratch + (((ofTile * Sums) + waiting) * SumLength) + ((window - firstWindow) * WindowLength);
                            OuterTarget to = Target(sums, isFirst, part.IsLast ? additions : 0);
                            if (part.IsLast && shard == BatchShards.Count - 1)
                            {
                                float* result = target + ((nint)tiles.Start(tile) * shape.Steps) + place.Term;
                                to = to with { Target = result, RowStride = shape.Steps, Second = place.Second };
                            }
                            OuterBlock block = OuterPanels<TLanes>.Block(
                                shape, input + place.Term, part, panels + (ofTile * OuterPanels<TLanes>.Length), place.Second);
                            OuterTiles<TLanes>.Run(tiles.Rows(tile), place.HasTwo, in block, in to);
                        }
                    }
                    if (part.IsLast)
                        break;
                    isFirst = false;
                    part = part.Next(shape, end);
                }
                waiting += 1 - additions;
            }
        }
    }

    private static void RunShards(
        in OuterShape shape,
        int samples,
        float* input,
        float* gradient,
        float* target,
        float* scratch,
        int rows,
        int firstWindow,
        int endWindow)
    {
        BatchShards shards = new(shape.Batch, samples);
        int samplesOfBlock = shape.IsFlat ? samples : Math.Max(1, PixelsOfBlock / (shape.Lines * shape.Pixels));
        int linesOfBlock = samplesOfBlock > 1 ? shape.Lines : Math.Clamp(PixelsOfBlock / shape.Pixels, 1, shape.Lines);
        int waiting = 0;
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            int start = shards.Start(shard), end = shards.End(shard);
            int additions = BitOperations.TrailingZeroCount(~shard);
            float* sums = scratch + (waiting * SumLength);
            int sample = start, line = 0;
            bool isLast;
            do
            {
                int nextSample = Math.Min(end, sample + samplesOfBlock), nextLine = Math.Min(shape.Lines, line + linesOfBlock);
                bool isFirst = sample == start && line == 0;
                isLast = nextSample == end && nextLine == shape.Lines;
                OuterBlock block = Block(in shape, input, gradient, (sample, nextSample), (line, nextLine));
                for (int window = firstWindow; window < endWindow; window++)
                {
                    float* windowSums = sums + ((window - firstWindow) * WindowLength);
                    OuterWindow<TLanes> place = new(window, shape.Terms);
                    OuterTarget to = Target(windowSums, isFirst, isLast ? additions : 0);
                    if (isLast && shard == BatchShards.Count - 1)
                        to = to with { Target = target + place.Term, RowStride = shape.Steps, Second = place.Second };
                    OuterBlock shifted = block with { Input = block.Input + place.Term, Second = place.Second };
                    OuterTiles<TLanes>.Run(rows, place.HasTwo, in shifted, in to);
                }
                (sample, line) = nextLine == shape.Lines ? (nextSample, 0) : (sample, nextLine);
            }
            while (!isLast);
            waiting += 1 - additions;
        }
    }

    private static RowTiles TilesOf(int outputs) => RowTiles.Of(outputs, RowTiles.Largest(TLanes.Count));

    /// <summary>
    /// Tiles of a unit: several where a layer has more pixels than a cache holds, so that they read the same part of x one after the other.
    /// </summary>
    private static int TilesOfUnit(in OuterShape shape) => shape.IsFlat || shape.Taps > 1
        ? 1
        : Math.Clamp(TilesOf(shape.Outputs).Count / (UnitsOfThread * ThreadCount.Value), 1, TilesAtOnce);

    private static OuterBlock Block(
        in OuterShape shape, float* input, float* gradient, (int Start, int End) samples, (int Start, int End) lines) => new()
        {
            Input = input + ((nint)samples.Start * shape.InputSampleStride) + ((nint)lines.Start * shape.InputLineStride),
            Gradient = gradient + ((nint)samples.Start * shape.GradientSampleStride) + ((nint)lines.Start * shape.GradientLineStride),
            Samples = shape.IsFlat ? 1 : samples.End - samples.Start,
            Lines = lines.End - lines.Start,
            Pixels = shape.IsFlat ? samples.End - samples.Start : shape.Pixels,
            InputPixelStride = shape.IsFlat ? shape.InputSampleStride : shape.InputPixelStride,
            InputLineStride = shape.InputLineStride,
            InputSampleStride = shape.InputSampleStride,
            GradientPixelStride = shape.IsFlat ? shape.GradientSampleStride : shape.GradientPixelStride,
            GradientLineStride = shape.GradientLineStride,
            GradientSampleStride = shape.GradientSampleStride,
            Second = 0,
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
