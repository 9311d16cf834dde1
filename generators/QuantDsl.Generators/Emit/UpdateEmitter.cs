using QuantDsl.Generators.Emit.Quantizers;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The update of all parameters: moments, curvature, steps and quantizers.</summary>
internal sealed class UpdateEmitter(ModelPlan plan)
{
    private const string Usings = """
        using System;
        using System.Numerics;
        using QuantDsl;
        using QuantDsl.Runtime;
        """;

    public static SourceFile Emit(ModelPlan plan) => GeneratedFile.Write(plan.Type, "Update", Usings, "", "", new UpdateEmitter(plan).Members);

    private void Members(SourceWriter writer)
    {
        Table(writer);
        foreach (Quantizer quantizer in plan.Quantizers)
            writer.Blank().Lines(Group(quantizer));
        if (plan.HasFullPrecision)
            writer.Blank().Lines(FullPrecision);
        writer.Blank().Lines(Advance()).Blank().Lines(ForwardSweep()).Blank().Lines(BacktrackSweep());
        foreach (Quantizer quantizer in plan.Quantizers)
            writer.Blank().Lines(QuantizerEmitter.Write(quantizer));
        foreach (string helper in QuantizerEmitter.Helpers(plan.Quantizers))
            writer.Blank().Lines(helper);
        if (plan.Quantizers.Any(quantizer => quantizer.Exact))
            writer.Blank().Lines(Scratch());
    }

    private void Table(SourceWriter writer)
    {
        writer.Lines("/// <summary>One update of every parameter. A gradient's memory holds the parameter's curvature D afterwards.</summary>");
        using (writer.Block("private void Update(UpdateStage stage, in AdamStep step, in Gradients gradients)"))
        {
            foreach (ParameterPlan parameter in plan.Parameters)
            {
                string place = parameter.Quantizer is null ? "" : $"rows: {parameter.Rows}, scale: {parameter.ScaleOffset}, ";
                string method = $"Update{parameter.Quantizer?.Name ?? "FullPrecision"}";
                string arguments = $"stage, step, gradients[{parameter.Index}], offset: {parameter.Offset}, {place}\"{parameter.Name}\"";
                writer.Lines($"{method}({arguments}); // {string.Join("×", parameter.Shape)}");
            }
            writer.Lines("GC.KeepAlive(_store); // its memory must outlive the spans");
        }
    }

    private static string Group(Quantizer quantizer) => $$"""
        /// <summary>
        /// Updates a parameter with {{quantizer.Words}} weights; each of its <paramref name="rows"/> has {{(quantizer.ScalesPerRow == 1 ? "a scale" : "two scales")}} of its own.
        /// A trial leaves the scales as they are: the real step starts from them.
        /// </summary>
        private void Update{{quantizer.Name}}(
            UpdateStage stage, in AdamStep step, Span<float> gradient, int offset, int rows, int scale, string name)
        {
            ReadOnlySpan<float> latent = Advance(stage, step, gradient, offset, bound: 1f, name);
            ReadOnlySpan<float> curvature = gradient;
            Span<float> quantized = _store.Quantized(offset, gradient.Length);
            Span<float> scales = _store.Scales(scale, {{(quantizer.ScalesPerRow == 1 ? "rows" : $"rows * {quantizer.ScalesPerRow}")}});
            int count = gradient.Length / rows;
            for (int row = 0; row < rows; row++)
            {
                int start = row * count;
        {{(quantizer.ScalesPerRow == 1 ? OneScale(quantizer) : TwoScales(quantizer))}}
            }
        }
        """;

    private static string OneScale(Quantizer quantizer) => $"""
                float alpha = scales[row];
                Quantize{quantizer.Name}(latent.Slice(start, count), curvature.Slice(start, count), quantized.Slice(start, count), ref alpha);
                if (stage != UpdateStage.Trial)
                    scales[row] = alpha;
        """;

    private static string TwoScales(Quantizer quantizer) => $"""
                float positive = scales[2 * row];
                float negative = scales[(2 * row) + 1];
                Quantize{quantizer.Name}(
                    latent.Slice(start, count), curvature.Slice(start, count), quantized.Slice(start, count), ref positive, ref negative);
                if (stage != UpdateStage.Trial)
                    (scales[2 * row], scales[(2 * row) + 1]) = (positive, negative);
        """;

    private const string FullPrecision = """
        /// <summary>Updates a parameter in full precision: no clip, and the quantizer is the identity.</summary>
        private void UpdateFullPrecision(UpdateStage stage, in AdamStep step, Span<float> gradient, int offset, string name) =>
            Advance(stage, step, gradient, offset, bound: float.PositiveInfinity, name).CopyTo(_store.Quantized(offset, gradient.Length));
        """;

    private string Advance() => $$"""
        /// <summary>
        /// Moves one parameter and leaves its curvature in the gradient's memory. Returns the values to quantize: the latent ones, or the trial
        /// ones, which live in the memory of the quantized ones.
        /// </summary>
        private Span<float> Advance(UpdateStage stage, in AdamStep step, Span<float> gradient, int offset, float bound, string name)
        {
            Span<float> latent = _store.Latent(offset, gradient.Length);
            if (stage == UpdateStage.Initial)
                return latent;
            Span<float> first = _store.FirstMoment(offset, gradient.Length);
            Span<float> second = _store.SecondMoment(offset, gradient.Length);
            Span<float> target = stage == UpdateStage.Trial ? _store.Quantized(offset, gradient.Length) : latent;
            bool isFinite = stage == UpdateStage.Backtrack
                ? BacktrackSweep(step, gradient, first, second, latent, bound)
                : ForwardSweep(step, gradient, first, second, latent, target, bound);
            if (!isFinite)
                throw Divergence.OfGradient(name, stage == UpdateStage.Laq ? TrainingStage.{{(plan.IsQuantized ? "Laq" : "Adam")}} : TrainingStage.Backtrack, step);
            return target;
        }
        """;

    private string ForwardSweep()
    {
        AdamDeclaration adam = plan.Declaration.Adam;
        return $$"""
            /// <summary>
            /// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; D = (√v̂ + ε)/η; target = clip(w − m̂/D). Says whether all of D is finite.
            /// </summary>
            private static bool ForwardSweep(
                in AdamStep step, Span<float> gradient, Span<float> first, Span<float> second, ReadOnlySpan<float> latent, Span<float> target, float bound)
            {
                var high = new Vector<float>(bound);
                Vector<float> residue = Vector<float>.Zero; // D − D: 0 unless D is infinite or NaN
                for (int i = 0; i < gradient.Length; i += Vector<float>.Count)
                {
                    Vector<float> g = Lanes.Load(gradient, i);
                    Vector<float> m = (Lanes.Load(first, i) * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
                    Vector<float> v = (Lanes.Load(second, i) * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
                    Vector<float> d = (Vector.SquareRoot(v * step.Second) + new Vector<float>({{Literals.Float(adam.Epsilon)}})) * step.InverseLearningRate;
                    Vector<float> w = Lanes.Load(latent, i) - (m * step.First / d);
                    Lanes.Store(m, first, i);
                    Lanes.Store(v, second, i);
                    Lanes.Store(d, gradient, i);
                    Lanes.Store(Vector.Min(Vector.Max(w, -high), high), target, i);
                    residue += d - d;
                }
                return Vector.Sum(residue) == 0f;
            }
            """;
    }

    private string BacktrackSweep()
    {
        AdamDeclaration adam = plan.Declaration.Adam;
        BacktrackDeclaration backtrack = plan.Declaration.Backtrack ?? BacktrackDeclaration.Default;
        string a = Literals.Float(backtrack.Blend);
        string rest = Literals.Float(1 - backtrack.Blend);
        string carry = backtrack.DiscardTrialMoments
            ? "// The trial moments are forgotten: first and second stay."
            : $"Lanes.Store((m * {a}) + (mTrial * {rest}), first, i);\n        Lanes.Store((v * {a}) + (vTrial * {rest}), second, i);";
        string carryDoc = backtrack.DiscardTrialMoments ? "m and v stay" : "m ← am + (1 − a)m*; v ← av + (1 − a)v*";
        return $$"""
            /// <summary>
            /// m* = β₁m + (1 − β₁)g*; v* = β₂v + (1 − β₂)g*²; D̄ = aD + (1 − a)D*; w ← clip(w − (am̂ + (1 − a)m̂*)/D̄); {{carryDoc}}.
            /// D̄ replaces the gradient. Says whether all of it is finite.
            /// </summary>
            private static bool BacktrackSweep(
                in AdamStep step, Span<float> gradient, Span<float> first, Span<float> second, Span<float> latent, float bound)
            {
                var high = new Vector<float>(bound);
                var epsilon = new Vector<float>({{Literals.Float(adam.Epsilon)}});
                Vector<float> residue = Vector<float>.Zero; // D̄ − D̄: 0 unless D̄ is infinite or NaN
                for (int i = 0; i < gradient.Length; i += Vector<float>.Count)
                {
                    Vector<float> g = Lanes.Load(gradient, i);
                    Vector<float> m = Lanes.Load(first, i);
                    Vector<float> v = Lanes.Load(second, i);
                    Vector<float> mTrial = (m * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
                    Vector<float> vTrial = (v * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
                    Vector<float> root = Vector.SquareRoot(v * step.Second) + epsilon;
                    Vector<float> rootTrial = Vector.SquareRoot(vTrial * step.NextSecond) + epsilon;
                    Vector<float> d = ((root * {{a}}) + (rootTrial * {{rest}})) * step.InverseLearningRate;
                    Vector<float> direction = (m * step.First * {{a}}) + (mTrial * step.NextFirst * {{rest}});
                    Vector<float> w = Lanes.Load(latent, i) - (direction / d);
                    {{carry}}
                    Lanes.Store(d, gradient, i);
                    Lanes.Store(Vector.Min(Vector.Max(w, -high), high), latent, i);
                    residue += d - d;
                }
                return Vector.Sum(residue) == 0f;
            }
            """;
    }

    private string Scratch()
    {
        int size = plan.Parameters.Where(parameter => parameter.Quantizer is { Exact: true }).Max(parameter => parameter.Count / parameter.Rows);
        return $"private readonly global::QuantDsl.Runtime.ExactTernary _sorter = new(capacity: {size}); // in full: a layer may have the name";
    }
}
