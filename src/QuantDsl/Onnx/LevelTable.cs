namespace QuantDsl.Onnx;

/// <summary>The levels of a quantized parameter, and the number of each weight's level.</summary>
internal sealed class LevelTable
{
    private readonly float[] _scales;

    private LevelTable(Parameter parameter, Grid grid)
    {
        Bits = parameter.Bits;
        HasTwoScales = grid == Grid.TwoScale;
        Levels = parameter.Bits == 1 ? [-1f, 1f] : Symmetric(grid == Grid.Logarithmic ? Powers(Steps) : Multiples(Steps));
        _scales = new float[parameter.ScaleCount];
        parameter.CopyScale(_scales);
        Rows = HasTwoScales ? _scales.Length / 2 : _scales.Length;
        Codes = new byte[parameter.Count];
        float[] weights = new float[parameter.Count];
        parameter.CopyQuantized(weights);
        FindCodes(weights);
    }

    /// <summary>Bits of a weight.</summary>
    public int Bits { get; }

    /// <summary>Whether positive and negative weights have a scale each.</summary>
    public bool HasTwoScales { get; }

    /// <summary>The levels b, ascending.</summary>
    public float[] Levels { get; }

    /// <summary>Blocks of weights that follow each other and have scales of their own.</summary>
    public int Rows { get; }

    /// <summary>For each weight the position of its level in <see cref="Levels"/>.</summary>
    public byte[] Codes { get; private set; }

    private int Steps => (1 << (Bits - 1)) - 1;

    /// <summary>Reads a parameter.</summary>
    /// <param name="parameter">The parameter, which is quantized.</param>
    /// <param name="grid">Its grid.</param>
    public static LevelTable Of(Parameter parameter, Grid grid) => new(parameter, grid);

    /// <summary>The values q = α·b of a row, ascending: the very float32 numbers that the model multiplies by.</summary>
    public float[] Values(int row)
    {
        if (HasTwoScales)
            return [-_scales[(2 * row) + 1], 0f, _scales[2 * row]];
        return [.. Levels.Select(level => Scale(row) * level)];
    }

    /// <summary>The scale of a row that has one.</summary>
    public float Scale(int row) => _scales[row];

    /// <summary>Puts blocks of rows, which gates are, into another order.</summary>
    /// <param name="order">For each new block, which of the present ones it is.</param>
    public void Reorder(ReadOnlySpan<int> order)
    {
        Codes = Blocks.Reorder(Codes, order);
        if (Rows > 1)
            Blocks.Reorder(_scales, order).CopyTo(_scales, 0);
    }

    /// <summary>The nearest value. They are as exact as the weights, so that it is the same number.</summary>
    private void FindCodes(float[] weights)
    {
        int length = weights.Length / Rows;
        for (int row = 0; row < Rows; row++)
        {
            float[] values = Values(row);
            for (int i = row * length; i < (row + 1) * length; i++)
                Codes[i] = (byte)Nearest(values, weights[i]);
        }
    }

    private static int Nearest(float[] values, float weight)
    {
        int found = Array.BinarySearch(values, weight);
        if (found >= 0)
            return found;
        int above = Math.Min(~found, values.Length - 1), below = Math.Max(above - 1, 0);
        return weight - values[below] < values[above] - weight ? below : above;
    }

    private static IEnumerable<float> Multiples(int steps) => Enumerable.Range(1, steps).Select(k => k / (float)steps);

    private static IEnumerable<float> Powers(int steps) => Enumerable.Range(1, steps).Select(k => MathF.ScaleB(1f, k - steps));

    private static float[] Symmetric(IEnumerable<float> positive) =>
        [.. positive.Reverse().Select(level => -level), 0f, .. positive];
}
