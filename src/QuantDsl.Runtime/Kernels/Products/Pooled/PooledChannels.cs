namespace QuantDsl.CompilerServices;

/// <summary>
/// The weight gradient of a convolution before a max pooling whose taps have few terms, as in the first layer of a network: lanes are
/// output channels. The order of a sum is that of <see cref="PooledProduct{TLanes}"/>.
/// </summary>
internal static unsafe class PooledChannels<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Terms in registers, at most.</summary>
    private const int MostTerms = 12;

    /// <summary>Float32 numbers of the sums of a shard.</summary>
    public static int ShardLength(in OuterShape shape) => shape.Outputs * shape.Steps;

    /// <summary>Sums a shard.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="samples">Samples that are there, at most the declared batch.</param>
    /// <param name="input">The input of sample 0.</param>
    /// <param name="gradient">The gradient of the pooling's output, of sample 0.</param>
    /// <param name="chosen">Which place of a window the pooling chose, of sample 0.</param>
    /// <param name="sums">[shard][tap][term][output].</param>
    /// <param name="shard">Which shard.</param>
    public static void SumShard(in PooledShape shape, int samples, float* input, float* gradient, byte* chosen, float* sums, int shard)
    {
        OuterShape convolution = shape.Convolution;
        sums += (nint)shard * ShardLength(convolution);
        new Span<float>(sums, ShardLength(convolution)).Clear();
        nint* offsets = stackalloc nint[convolution.Steps];
        for (int step = 0; step < convolution.Steps; step++)
            offsets[step] = convolution.Offsets[step / convolution.Terms] + (step % convolution.Terms);
        int* numbers = stackalloc int[shape.PlaceCount];
        for (int place = 0; place < shape.PlaceCount; place++)
            numbers[place] = place;
        var shards = new BatchShards(convolution.Batch, samples);
        int windows = shape.Gradient.Pixels * shape.Gradient.Channels;
        for (int sample = shards.Start(shard); sample < shards.End(shard); sample++)
        {
            PooledBlock block = new()
            {
                Rows = shape.Gradient.Height,
                Columns = shape.Gradient.Width,
                Input = shape.First(input + ((nint)sample * convolution.InputSampleStride)),
                InputRowStride = shape.InputRowStride,
                InputColumnStride = shape.InputColumnStride,
                Places = shape.Places,
                Gradient = gradient + (sample * shape.Gradient.SampleStride),
                GradientRowStride = shape.Gradient.RowStride,
                Chosen = chosen + ((nint)sample * windows),
                Channels = convolution.Outputs,
            };
            if (shape.Window.Padding == 0)
                AddWindows(block, numbers, shape.PlaceCount, offsets, convolution.Steps, sums);
            else
                AddEach(shape, block, numbers, offsets, sums);
        }
    }

    /// <summary>Adds the shards: sums of [shard][step][output] to a gradient [output][step].</summary>
    public static void AddShards(in OuterShape shape, float* sums, float* target)
    {
        int shard = ShardLength(shape);
        for (int output = 0; output < shape.Outputs; output++)
        {
            for (int step = 0; step < shape.Steps; step++)
                *target++ = ShardTree.Sum(sums + ((nint)step * shape.Outputs) + output, shard);
        }
    }

    /// <summary>Window by window: places in the padding have no input.</summary>
    private static void AddEach(in PooledShape shape, in PooledBlock block, int* numbers, nint* offsets, float* sums)
    {
        var convolution = ImageGeometry.Dense(shape.Convolution.Lines, shape.Convolution.Pixels, shape.Convolution.Outputs);
        byte* chosen = block.Chosen;
        for (int row = 0; row < block.Rows; row++)
        {
            for (int column = 0; column < block.Columns; column++, chosen += block.Channels)
            {
                PooledBlock window = block with
                {
                    Rows = 1,
                    Columns = 1,
                    Input = block.Input + (row * block.InputRowStride) + (column * block.InputColumnStride),
                    Gradient = block.Gradient + (row * block.GradientRowStride) + (column * block.Channels),
                    Chosen = chosen,
                };
                int count = 0;
                var part = WindowPart.Of(shape.Window, convolution, row, column);
                for (int y = part.FirstRow; y < part.EndRow; y++)
                {
                    for (int x = part.FirstColumn; x < part.EndColumn; x++)
                        numbers[count++] = (y * part.Kernel) + x;
                }
                AddWindows(window, numbers, count, offsets, shape.Convolution.Steps, sums);
            }
        }
    }

    private static void AddWindows(in PooledBlock block, int* numbers, int count, nint* offsets, int steps, float* sums)
    {
        var parts = RowTiles.Of(steps, MostTerms);
        for (int channel = 0; channel < block.Channels; channel += TLanes.Count)
        {
            PooledBlock here = block with { Gradient = block.Gradient + channel, Chosen = block.Chosen + channel };
            int lanes = (int)Math.Min(TLanes.Count, block.Channels - channel);
            for (int part = 0; part < parts.Count; part++)
            {
                int first = parts.Start(part);
                float* to = sums + (first * block.Channels) + channel;
                AddPart(here, numbers, count, parts.Rows(part), offsets + first, to, lanes);
            }
        }
    }

    private static void AddPart(in PooledBlock block, int* numbers, int count, int terms, nint* offsets, float* sums, int lanes)
    {
        switch (terms)
        {
            case 1:
                PooledChannelsTile<TLanes, Size1>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 2:
                PooledChannelsTile<TLanes, Size2>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 3:
                PooledChannelsTile<TLanes, Size3>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 4:
                PooledChannelsTile<TLanes, Size4>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 5:
                PooledChannelsTile<TLanes, Size5>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 6:
                PooledChannelsTile<TLanes, Size6>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 7:
                PooledChannelsTile<TLanes, Size7>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 8:
                PooledChannelsTile<TLanes, Size8>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 9:
                PooledChannelsTile<TLanes, Size9>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 10:
                PooledChannelsTile<TLanes, Size10>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 11:
                PooledChannelsTile<TLanes, Size11>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            case 12:
                PooledChannelsTile<TLanes, Size12>.Run(block, numbers, count, offsets, sums, lanes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(terms), terms, "A tile has 1 to 12 terms.");
        }
    }
}
