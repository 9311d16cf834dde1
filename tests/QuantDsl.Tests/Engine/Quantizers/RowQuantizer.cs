using QuantDsl.CompilerServices;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>A quantizer of the engine, for rows, and the reference that it must agree with.</summary>
internal sealed class RowQuantizer
{
    private static readonly Dictionary<string, Method> Methods = new()
    {
        ["Binary"] = BinaryClosedForm.QuantizeRow,
        ["Ternary"] = AlternatingSolver<TernaryGrid>.QuantizeRow,
        ["Linear3Bit"] = AlternatingSolver<LinearGrid<Bits3>>.QuantizeRow,
        ["Linear4Bit"] = AlternatingSolver<LinearGrid<Bits4>>.QuantizeRow,
        ["Linear8Bit"] = AlternatingSolver<LinearGrid<Bits8>>.QuantizeRow,
        ["Logarithmic2Bit"] = AlternatingSolver<TernaryGrid>.QuantizeRow,
        ["Logarithmic3Bit"] = AlternatingSolver<LogarithmicGrid<Bits3>>.QuantizeRow,
        ["Logarithmic4Bit"] = AlternatingSolver<LogarithmicGrid<Bits4>>.QuantizeRow,
        ["Logarithmic8Bit"] = AlternatingSolver<LogarithmicGrid<Bits8>>.QuantizeRow,
        ["TwoScale"] = AlternatingSolver<TwoScaleGrid>.QuantizeRow,
        ["ExactTernary"] = ExactSolver<TernaryGrid>.QuantizeRow,
        ["ExactTwoScale"] = ExactSolver<TwoScaleGrid>.QuantizeRow,
    };

    private readonly Method _method;

    /// <param name="name">One of <see cref="References"/>.</param>
    public RowQuantizer(string name)
    {
        Reference = References[name];
        _method = Methods[name];
        IsExact = name.StartsWith("Exact", StringComparison.Ordinal);
    }

    private delegate void Method(ReadOnlySpan<float> values, ReadOnlySpan<float> curvature, Span<float> quantized, Span<float> scales);

    public static IReadOnlyDictionary<string, IQuantizer> References { get; } = new Dictionary<string, IQuantizer>
    {
        ["Binary"] = Tests.Reference.Quantizers.Binary,
        ["Ternary"] = Tests.Reference.Quantizers.Linear(2),
        ["Linear3Bit"] = Tests.Reference.Quantizers.Linear(3),
        ["Linear4Bit"] = Tests.Reference.Quantizers.Linear(4),
        ["Linear8Bit"] = Tests.Reference.Quantizers.Linear(8),
        ["Logarithmic2Bit"] = Tests.Reference.Quantizers.Logarithmic(2),
        ["Logarithmic3Bit"] = Tests.Reference.Quantizers.Logarithmic(3),
        ["Logarithmic4Bit"] = Tests.Reference.Quantizers.Logarithmic(4),
        ["Logarithmic8Bit"] = Tests.Reference.Quantizers.Logarithmic(8),
        ["TwoScale"] = Tests.Reference.Quantizers.TwoScaleTernary,
        ["ExactTernary"] = Tests.Reference.Quantizers.ExactTernary,
        ["ExactTwoScale"] = Tests.Reference.Quantizers.ExactTwoScaleTernary,
    };

    public IQuantizer Reference { get; }

    /// <summary>Whether it is a global minimiser, which needs no previous scale.</summary>
    public bool IsExact { get; }

    /// <summary>Runs it; <paramref name="scales"/> are the previous ones and become the new ones.</summary>
    public float[] Run(float[] latent, float[] curvature, float[] scales)
    {
        // Not zero, so that a value that is not written shows.
        float[] quantized = [.. Enumerable.Repeat(float.NaN, latent.Length)];
        _method(latent, curvature, quantized, scales);
        return quantized;
    }
}
