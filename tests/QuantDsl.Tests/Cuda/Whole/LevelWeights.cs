namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Weights of a layer at random: quantized, or in full precision, and how products read them.</summary>
/// <param name="Form">How they are packed; <c>Plain</c>: not at all.</param>
/// <param name="Unit">Of the grid: levels are whole numbers of 1/Unit; 0: a logarithmic grid.</param>
/// <param name="IsByOutput">Whether outputs, or gates of some, have a scale each.</param>
internal sealed record LevelWeights(string Form, int Unit, bool IsByOutput)
{
    private static readonly float[] Powers = [0, 1, 0.5f, 0.25f, 1f / 64, 1f / (1 << 30)];

    /// <summary>Consecutive outputs that share a scale.</summary>
    public int OutputsOfScale { get; init; } = 1;

    private bool IsPlain => Form == "Plain";

    /// <summary>How sums are scaled, in C++; the scales are at <c>scales</c>.</summary>
    public string Scales(int outputs) =>
        IsPlain ? "NoScales{}"
        : $"LevelScales<{(IsByOutput ? outputs / OutputsOfScale : 1)}, {Math.Max(1, Unit)}, {OutputsOfScale}>{{scales}}";

    /// <summary>The number of an output's scale.</summary>
    public int ScaleOf(int output) => IsByOutput ? output / OutputsOfScale : 0;

    /// <summary>The operand, in C++: at <c>q</c>, or packed at <c>packed</c>.</summary>
    public string Operand(string order) =>
        IsPlain ? $"PlainWeights<{order}>{{q}}" : $"PackedWeights<{order}, {Form}>{{(const unsigned*)packed}}";

    /// <summary>The statement that packs them.</summary>
    public string Pack(string order, int outputs) =>
        IsPlain ? "" : $"packWeights<{order}, {Form}>(blockIdx.x, q, {Scales(outputs)}, packed);";

    /// <summary>Numbers that the packed weights take, and blocks that pack them.</summary>
    public (int Floats, int Blocks) Packed(int lines, int terms)
    {
        (int wordsOf32, int wordsOfBlock) = Form switch { "Signs" => (1, 1), "Trits" => (2, 2), _ => (16, 32) };
        int words = (terms + 31) / 32 * wordsOf32;
        return (lines * words, (lines + 7) / 8 * ((words + wordsOfBlock - 1) / wordsOfBlock));
    }

    /// <summary>A quantized weight of an output.</summary>
    public float Draw(Random random, float scale) => (Form, Unit) switch
    {
        ("Plain", _) => (float)((2 * random.NextDouble()) - 1),
        ("Signs", _) => random.Next(2) == 0 ? scale : -scale,
        (_, 0) => scale * Powers[random.Next(Powers.Length)] * (random.Next(2) == 0 ? 1 : -1),
        _ => scale * (random.Next(-Unit, Unit + 1) / (float)Unit),
    };
}
