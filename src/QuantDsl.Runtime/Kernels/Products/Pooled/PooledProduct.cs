using System.Numerics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The weight gradient of a convolution before a max pooling, with at least as many terms in a tap as a vector has lanes; see
/// <see cref="PooledShape"/>, and <see cref="PooledChannels{TLanes}"/> for fewer. A weight's sum over a shard of the batch is one
/// accumulator, from 0, by fused multiply-add in the order of samples and windows; shards are added as <see cref="BatchShards"/> says.
/// </summary>
/// <remarks>With windows of 2×2 it takes a quarter of the operations that the gradient of the convolution's output takes, and not that gradient.</remarks>
internal static unsafe class PooledProduct<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Output channels of a unit, at most.</summary>
    private const int Block = 16;

    /// <summary>Vectors of terms in registers, at most.</summary>
    private const int MostVectors = 8;

    /// <summary>Windows at once, at most.</summary>
    private const int MostWindows = 64;

    /// <summary>Numbers of the input that stay in the first cache while all output channels read them.</summary>
    private const int InputAtOnce = 6144;

    /// <summary>Sums of shards that wait to be added, and those of the shard at work: four at most.</summary>
    private const int Waiting = 4;

    /// <summary>Blocks of output channels.</summary>
    public static int Blocks(int outputs) => Tiles(outputs).Count;

    /// <summary>Float32 numbers of scratch memory that <see cref="Run"/> needs.</summary>
    public static int ScratchLength(in OuterShape shape) => Waiting * Block * shape.Steps;

    /// <summary>Sums a shard for a block of output channels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The gradient of the pooling's output, of sample 0.</param>
    /// <param name="chosen">Which place of a window the pooling chose, of sample 0.</param>
    /// <param name="sums">[shard][output][tap][term].</param>
    /// <param name="unit">shard · blocks + block.</param>
    public static void SumShard(in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* sums, int unit)
    {
        RowTiles tiles = Tiles(shape.Convolution.Outputs);
        (int shard, int block) = Math.DivRem(unit, tiles.Count);
        float* to = sums + ((((nint)shard * shape.Convolution.Outputs) + tiles.Start(block)) * shape.Convolution.Steps);
        SumShard(shape, samples, input, gradient, chosen, to, shard, new UnitRange(tiles.Start(block), tiles.Start(block) + tiles.Rows(block)));
    }

    /// <summary>Computes the gradient of a block of output channels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The gradient of the pooling's output, of sample 0.</param>
    /// <param name="chosen">Which place of a window the pooling chose, of sample 0.</param>
    /// <param name="target">The gradient [output][tap][term].</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>.</param>
    /// <param name="block">Which block.</param>
    public static void Run(
        in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* target, float* scratch, int block)
    {
        RowTiles tiles = Tiles(shape.Convolution.Outputs);
        var outputs = new UnitRange(tiles.Start(block), tiles.Start(block) + tiles.Rows(block));
        RunBlock(shape, samples, input, gradient, chosen, target + ((nint)outputs.Start * shape.Convolution.Steps), scratch, outputs);
    }

    /// <summary>Computes the gradient of some output channels.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The gradient of the pooling's output, of sample 0.</param>
    /// <param name="chosen">Which place of a window the pooling chose, of sample 0.</param>
    /// <param name="target">The gradient [output][tap][term] of these channels.</param>
    /// <param name="scratch">Memory of <see cref="ScratchLength"/>.</param>
    /// <param name="outputs">Which output channels.</param>
    public static void RunOutputs(
        in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* target, float* scratch, UnitRange outputs)
    {
        RowTiles tiles = Tiles(outputs.End - outputs.Start);
        for (int block = 0; block < tiles.Count; block++)
        {
            int start = tiles.Start(block);
            var some = new UnitRange(outputs.Start + start, outputs.Start + start + tiles.Rows(block));
            RunBlock(shape, samples, input, gradient, chosen, target + ((nint)start * shape.Convolution.Steps), scratch, some);
        }
    }

    private static void RunBlock(
        in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* target, float* scratch, UnitRange outputs)
    {
        int length = (outputs.End - outputs.Start) * shape.Convolution.Steps;
        float* sums = scratch;
        for (int shard = 0; shard < BatchShards.Count; shard++)
        {
            SumShard(shape, samples, input, gradient, chosen, sums, shard, outputs);
            for (int additions = BitOperations.TrailingZeroCount(~shard); additions > 0; additions--, sums -= length)
                Add(sums - length, sums, length);
            sums += length;
        }
        new Span<float>(scratch, length).CopyTo(new Span<float>(target, length));
    }

    private static RowTiles Tiles(int outputs) => RowTiles.Of(outputs, Block);

    private static void SumShard(
        in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* sums, int shard, UnitRange outputs)
    {
        new Span<float>(sums, (outputs.End - outputs.Start) * shape.Convolution.Steps).Clear();
        var shards = new BatchShards(shape.Convolution.Batch, samples);
        int windows = shape.Gradient.Pixels * shape.Gradient.Channels;
        for (int sample = shards.Start(shard); sample < shards.End(shard); sample++)
        {
            float* x = shape.First(input + ((nint)sample * shape.Convolution.InputSampleStride));
            AddSample(shape, x, gradient + (sample * shape.Gradient.SampleStride), chosen + ((nint)sample * windows), sums, outputs);
        }
    }

    private static void AddSample(in PooledShape shape, float* input, float* gradient, byte* chosen, float* sums, UnitRange outputs)
    {
        OuterShape convolution = shape.Convolution;
        var parts = RowTiles.Of((convolution.Terms + TLanes.Count - 1) / TLanes.Count, MostVectors);
        int termsOfPixel = Math.Min(parts.Rows(0) * TLanes.Count, convolution.InputPixelStride), windows = shape.Gradient.Pixels;
        int atOnce = Math.Clamp(InputAtOnce / (shape.Window.Kernel * shape.Window.Stride * termsOfPixel), 1, MostWindows);
        ChosenPixel* pixels = stackalloc ChosenPixel[Block * MostWindows];
        for (int window = 0; window < windows; window += atOnce)
        {
            var some = new UnitRange(window, Math.Min(window + atOnce, windows));
            WritePixels(shape, gradient, chosen, some, outputs, pixels);
            for (int tap = 0; tap < convolution.Taps; tap++)
            {
                for (int part = 0; part < parts.Count; part++)
                {
                    int term = parts.Start(part) * TLanes.Count, vectors = parts.Rows(part);
                    int last = Math.Min((vectors - 1) * TLanes.Count, convolution.Terms - TLanes.Count - term);
                    float* x = input + convolution.Offsets[tap] + term, to = sums + (tap * convolution.Terms) + term;
                    for (int output = 0; output < outputs.End - outputs.Start; output++)
                        AddPart(x, pixels + (output * MostWindows), some.End - some.Start, vectors, last, to + (output * (nint)convolution.Steps));
                }
            }
        }
    }

    /// <summary>What some windows chose, output channel by output channel.</summary>
    private static void WritePixels(
        in PooledShape shape, float* gradient, byte* chosen, UnitRange windows, UnitRange outputs, ChosenPixel* pixels)
    {
        int channels = shape.Gradient.Channels, width = shape.Gradient.Width;
        for (int window = windows.Start; window < windows.End; window++, pixels++)
        {
            (int row, int column) = Math.DivRem(window, width);
            int offset = (row * shape.InputRowStride) + (column * shape.InputColumnStride);
            float* above = gradient + ((nint)row * shape.Gradient.RowStride) + (column * channels);
            byte* choice = chosen + ((nint)window * channels);
            for (int output = outputs.Start; output < outputs.End; output++)
            {
                pixels[(output - outputs.Start) * MostWindows] = new ChosenPixel
                {
                    Offset = offset + shape.Places[choice[output]],
                    Gradient = above[output],
                };
            }
        }
    }

    private static void AddPart(float* input, ChosenPixel* pixels, int count, int vectors, int last, float* sums)
    {
        switch (vectors)
        {
            case 1:
                PooledTile<TLanes, Size1>.Run(input, pixels, count, sums, last);
                break;
            case 2:
                PooledTile<TLanes, Size2>.Run(input, pixels, count, sums, last);
                break;
            case 3:
                PooledTile<TLanes, Size3>.Run(input, pixels, count, sums, last);
                break;
            case 4:
                PooledTile<TLanes, Size4>.Run(input, pixels, count, sums, last);
                break;
            case 5:
                PooledTile<TLanes, Size5>.Run(input, pixels, count, sums, last);
                break;
            case 6:
                PooledTile<TLanes, Size6>.Run(input, pixels, count, sums, last);
                break;
            case 7:
                PooledTile<TLanes, Size7>.Run(input, pixels, count, sums, last);
                break;
            case 8:
                PooledTile<TLanes, Size8>.Run(input, pixels, count, sums, last);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(vectors), vectors, "A tile has 1 to 8 vectors.");
        }
    }

    private static void Add(float* earlier, float* later, int length)
    {
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TLanes.Load(earlier + i) + TLanes.Load(later + i), earlier + i);
        for (; i < length; i++)
            earlier[i] += later[i];
    }
}
