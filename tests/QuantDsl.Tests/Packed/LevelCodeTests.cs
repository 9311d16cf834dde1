using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Packed;

/// <summary>Codes of quantized weights give back the weights, bit for bit.</summary>
public sealed class LevelCodeTests
{
    private const int Rows = 3;
    private const int RowLength = 37; // rows begin within a byte

    public static TheoryData<int, LevelGrid> Grids
    {
        get
        {
            var grids = new TheoryData<int, LevelGrid> { { 1, LevelGrid.Linear }, { 2, LevelGrid.TwoScale } };
            for (int bits = 2; bits <= 8; bits++)
            {
                grids.Add(bits, LevelGrid.Linear);
                grids.Add(bits, LevelGrid.Logarithmic);
            }
            return grids;
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Every_level_comes_back(int bits, LevelGrid grid)
    {
        PackedTensor tensor = Tensor(bits, grid);
        float[] scales = [.. Enumerable.Range(1, tensor.Scales).Select(i => 0.37f / i)];
        float[] weights = Weights(tensor, scales);

        byte[] codes = LevelEncoder.Run(tensor, weights, scales);
        float[] read = new float[weights.Length];
        LevelDecoder.Run(tensor, codes, scales, read);

        Assert.Equal(((Rows * RowLength * bits) + 7) / 8, codes.Length);
        Assert.Equal(weights.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
        Assert.True(weights.Distinct().Count() >= Math.Min(1 << bits, 16) - 1);
    }

    [Fact]
    public void Codes_are_what_the_file_says_of_them()
    {
        var ternary = PackedTensor.Levels("w", [5], bits: 2, LevelGrid.Linear, rows: 1, PackedPlace.Expanded);
        var binary = PackedTensor.Levels("w", [9], bits: 1, LevelGrid.Linear, rows: 1, PackedPlace.Signs);

        Assert.Equal([0b00_11_01_00, 0b01], LevelEncoder.Run(ternary, [0f, 2f, -2f, 0f, 2f], [2f]));
        Assert.Equal([0b0000_1101, 0b1], LevelEncoder.Run(binary, [2f, -2f, 2f, 2f, -2f, -2f, -2f, -2f, 2f], [2f]));
    }

    [Fact]
    public void A_weight_beside_the_levels_is_refused()
    {
        var tensor = PackedTensor.Levels("Fc1.weight", [2], bits: 3, LevelGrid.Linear, rows: 1, PackedPlace.Expanded);

        Assert.Contains(
            "Fc1.weight has a weight 0.6, which is on none of the levels of its scale; the nearest is 0.666",
            Assert.Throws<InvalidOperationException>(() => LevelEncoder.Run(tensor, [1f, 0.6f], [1f])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => LevelEncoder.Run(tensor, [1f, float.NaN], [1f]));
    }

    private static PackedTensor Tensor(int bits, LevelGrid grid) =>
        PackedTensor.Levels("w", [Rows, RowLength], bits, grid, Rows, PackedPlace.Expanded);

    /// <summary>Weights as an update quantizes them, small and large ones and both zeros among them.</summary>
    private static float[] Weights(PackedTensor tensor, float[] scales)
    {
        float[] latent = [.. Enumerable.Range(0, Rows * RowLength).Select(i => MathF.Pow(-0.93f, i % RowLength) * (i % 5 == 4 ? 0.01f : 0.5f))];
        float[] weights = new float[latent.Length];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> values = latent.AsSpan(row * RowLength, RowLength), quantized = weights.AsSpan(row * RowLength, RowLength);
            Quantize(tensor, values, scales.AsSpan(row * tensor.ScalesOfRow, tensor.ScalesOfRow), quantized);
        }
        return weights;
    }

    private static void Quantize(PackedTensor tensor, Span<float> latent, Span<float> scales, Span<float> quantized)
    {
        switch (tensor.Bits, tensor.Grid)
        {
            case (1, _):
                for (int i = 0; i < latent.Length; i++)
                    quantized[i] = MathF.CopySign(scales[0], latent[i]);
                break;
            case (2, LevelGrid.TwoScale):
                Run<TwoScaleGrid>(latent, scales, quantized);
                break;
            case (2, _):
                Run<TernaryGrid>(latent, scales, quantized);
                break;
            case (3, _):
                Run<Bits3>(tensor.Grid, latent, scales, quantized);
                break;
            case (4, _):
                Run<Bits4>(tensor.Grid, latent, scales, quantized);
                break;
            case (5, _):
                Run<Bits5>(tensor.Grid, latent, scales, quantized);
                break;
            case (6, _):
                Run<Bits6>(tensor.Grid, latent, scales, quantized);
                break;
            case (7, _):
                Run<Bits7>(tensor.Grid, latent, scales, quantized);
                break;
            default:
                Run<Bits8>(tensor.Grid, latent, scales, quantized);
                break;
        }
    }

    private static void Run<TBits>(LevelGrid grid, Span<float> latent, Span<float> scales, Span<float> quantized)
        where TBits : struct, IBitWidth
    {
        if (grid == LevelGrid.Linear)
            Run<LinearGrid<TBits>>(latent, scales, quantized);
        else
            Run<LogarithmicGrid<TBits>>(latent, scales, quantized);
    }

    private static void Run<TGrid>(Span<float> latent, Span<float> scales, Span<float> quantized)
        where TGrid : struct, IGrid =>
        Levels<TGrid>.Quantize(latent, scales, quantized, pastCache: false);
}
