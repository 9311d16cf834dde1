using QuantDsl.CompilerServices;

namespace QuantDsl.Onnx;

/// <summary>
/// Weights as <c>com.microsoft.MatMulNBits</c> has them: each row is cut into blocks with a scale each, and a weight is
/// (number − middle)·scale with a whole number of 2, 4 or 8 bits, whose middle value is 0.
/// </summary>
internal sealed class BlockQuantization
{
    private const int SmallestBlock = 16;

    /// <summary>ONNX Runtime 1.31 multiplies whole numbers of 2 bits only in blocks of 64; others it turns into float32.</summary>
    private const int LargestBlock = 64;

    private readonly WeightCodes _weights;
    private readonly float[] _levels;
    private readonly int _outputs;

    /// <summary>Takes weights that it can hold.</summary>
    /// <param name="weights">The weights, [outputs, inputs].</param>
    /// <param name="outputs">Rows.</param>
    public BlockQuantization(WeightCodes weights, int outputs)
    {
        (_weights, _levels, _outputs) = (weights, weights.Levels(), outputs);
        Inputs = weights.Codes.Length / outputs;
        Bits = weights.Bits <= 2 ? 2 : weights.Bits <= 4 ? 4 : 8;
        Block = SmallestBlock;
        while (Block < LargestBlock && Block < Inputs)
            Block *= 2;
    }

    /// <summary>Columns.</summary>
    public int Inputs { get; }

    /// <summary>Bits of a number.</summary>
    public int Bits { get; }

    /// <summary>Weights of a block.</summary>
    public int Block { get; }

    /// <summary>Blocks of a row; the last may be filled up.</summary>
    public int Blocks => (Inputs + Block - 1) / Block;

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes => Block * Bits / 8;

    private int Middle => 1 << (Bits - 1);

    /// <summary>Whether weights can be held: with 2 bits the levels of either grid are −1, 0 and 1.</summary>
    public static bool Holds(PackedTensor weights) =>
        !weights.IsFloat && (weights.Grid == LevelGrid.Linear || (weights.Grid == LevelGrid.Logarithmic && weights.Bits <= 2));

    /// <summary>The numbers, [outputs, blocks, bytes of a block], the first into the lowest bits.</summary>
    public byte[] Numbers()
    {
        byte[] numbers = new byte[_outputs * Blocks * Block];
        Array.Fill(numbers, (byte)Middle);
        for (int row = 0; row < _outputs; row++)
        {
            for (int i = 0; i < Inputs; i++)
                numbers[(row * Blocks * Block) + i] = Number(_weights.Codes[(row * Inputs) + i]);
        }
        return new BitField(0, Bits).Pack(numbers);
    }

    /// <summary>The scales, [outputs, blocks].</summary>
    public float[] Scales() =>
    [
        .. Enumerable.Range(0, _outputs).SelectMany(row => Enumerable.Repeat(_weights.Scale(row * _weights.Rows / _outputs) / Steps, Blocks)),
    ];

    /// <summary>Steps of the grid from 0 to 1.</summary>
    private int Steps => Math.Max(1, (1 << (_weights.Bits - 1)) - 1);

    private byte Number(byte code) => (byte)(Middle + (int)MathF.Round(_levels[code] * Steps));
}
