using System.Reflection;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>A generated <c>Quantize…</c> method of <see cref="EveryQuantizer"/>, and the reference that it must agree with.</summary>
internal sealed class GeneratedQuantizer : IDisposable
{
    private readonly EveryQuantizer _model = new();
    private readonly OneScale? _oneScale;
    private readonly TwoScales? _twoScales;

    /// <param name="name">Layer of <see cref="EveryQuantizer"/>, after which the method is named.</param>
    public GeneratedQuantizer(string name)
    {
        Reference = References[name];
        MethodInfo method = typeof(EveryQuantizer).GetMethod(
            $"Quantize{name}", BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)!;
        object? target = method.IsStatic ? null : _model;
        if (Reference.ScaleCount == 1)
            _oneScale = method.CreateDelegate<OneScale>(target);
        else
            _twoScales = method.CreateDelegate<TwoScales>(target);
        IsExact = name.StartsWith("Exact", StringComparison.Ordinal);
    }

    private delegate void OneScale(ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float scale);

    private delegate void TwoScales(
        ReadOnlySpan<float> latent, ReadOnlySpan<float> curvature, Span<float> quantized, ref float positive, ref float negative);

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

    /// <summary>Runs the generated code; <paramref name="scales"/> are the previous ones and become the new ones.</summary>
    public float[] Run(float[] latent, float[] curvature, float[] scales)
    {
        // Not zero, so that a value that is not written shows.
        float[] quantized = [.. Enumerable.Repeat(float.NaN, latent.Length)];
        if (_oneScale is not null)
            _oneScale(latent, curvature, quantized, ref scales[0]);
        else
            _twoScales!(latent, curvature, quantized, ref scales[0], ref scales[1]);
        return quantized;
    }

    public void Dispose() => _model.Dispose();
}
