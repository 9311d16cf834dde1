namespace QuantDsl.Onnx;

/// <summary>
/// Weights as <c>com.microsoft.MatMulNBits</c> has them: each row is cut into blocks with a scale each, and a weight is (number − middle)·scale
/// with a whole number of 2, 4 or 8 bits, whose middle value is 0.
/// </summary>
internal sealed class BlockQuantization
{
    private const int SmallestBlock = 16;
    private const int LargestBlock = 256;

    private readonly LevelTable _table;
    private readonly int _outputs;

    /// <summary>Takes weights that it can hold.</summary>
    /// <param name="table">The weights, [outputs, inputs].</param>
    /// <param name="outputs">Rows.</param>
    public BlockQuantization(LevelTable table, int outputs)
    {
        (_table, _outputs) = (table, outputs);
        Inputs = table.Codes.Length / outputs;
        Bits = table.Bits <= 2 ? 2 : table.Bits <= 4 ? 4 : 8;
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

    /// <summary>Whether weights on a grid can be held.</summary>
    public static bool Holds(Parameter weights, Grid grid) =>
        weights.Bits <= 8 && (weights.Bits == 1 || grid == Grid.Linear || (grid == Grid.Logarithmic && weights.Bits == 2));

    /// <summary>The numbers, [outputs, blocks, bytes of a block], the first into the lowest bits.</summary>
    public byte[] Numbers()
    {
        byte[] numbers = new byte[_outputs * Blocks * Block];
        Array.Fill(numbers, (byte)Middle);
        for (int row = 0; row < _outputs; row++)
        {
            for (int i = 0; i < Inputs; i++)
                numbers[(row * Blocks * Block) + i] = Number(_table.Codes[(row * Inputs) + i]);
        }
        return new BitField(0, Bits).Pack(numbers);
    }

    /// <summary>The scales, [outputs, blocks].</summary>
    public float[] Scales() =>
    [
        .. Enumerable.Range(0, _outputs).SelectMany(row => Enumerable.Repeat(_table.Scale(row * _table.Rows / _outputs) / Steps, Blocks)),
    ];

    /// <summary>Steps of the grid from 0 to 1.</summary>
    private int Steps => Math.Max(1, (1 << (_table.Bits - 1)) - 1);

    private byte Number(byte code) => (byte)(Middle + (_table.Bits == 1 ? (2 * code) - 1 : code - Steps));
}
