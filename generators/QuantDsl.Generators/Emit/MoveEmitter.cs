using QuantDsl.Generators.Emit.Quantizers;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>How weights move, 16 at a time, and the passes over tiles that the quantizers share.</summary>
internal static class MoveEmitter
{
    public static string Write(ModelPlan plan)
    {
        AdamDeclaration adam = plan.Declaration.Adam;
        List<string> methods = [Move, Forward(adam), Back(adam, plan.Declaration.Backtrack ?? BacktrackDeclaration.Default)];
        if (plan.IsQuantized)
            methods.Add(Clip);
        if (plan.HasFullPrecision)
            methods.Add(FullPrecision);
        if (plan.Parameters.Any(parameter => parameter.Quantizer is { } quantizer && (parameter.Rows > 1 || !QuantizerEmitter.Of(quantizer).IsTiled)))
            methods.Add(Alone);
        foreach (Quantizer quantizer in plan.Quantizers.Where(quantizer => plan.Parameters.Any(parameter => parameter.Rows > 1 && parameter.Quantizer == quantizer)))
            methods.Add(Rows(quantizer));
        if (plan.Parameters.Any(parameter => parameter is { Rows: 1, Quantizer: { Bits: > 1, Exact: false } }))
            methods.Add(Curvature(adam));
        return string.Join("\n\n", methods);
    }

    private const string Move = """
        /// <summary>Moves 16 weights: keeps their moments, gives their new values, not clipped, and their curvature D.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Move(
            in Tile tile, int i, in AdamStep step, UpdateStage stage, ref Vector512<float> residue, out Vector512<float> d)
        {
            Vector512<float> g = Lanes.Load(tile.Gradient, i);
            Vector512<float> m = Lanes.Load(tile.FirstMoment, i);
            Vector512<float> v = Lanes.Load(tile.SecondMoment, i);
            Vector512<float> w = Lanes.Load(tile.Latent, i);
            w = stage == UpdateStage.Backtrack ? StepBack(step, g, ref m, ref v, w, out d) : StepForward(step, g, ref m, ref v, w, out d);
            Lanes.Store(m, tile.FirstMoment, i);
            Lanes.Store(v, tile.SecondMoment, i);
            residue += d - d; // 0 unless D is infinite or NaN
            return w;
        }
        """;

    private static string Forward(AdamDeclaration adam) => $$"""
        /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; D = (√v̂ + ε)/η; gives w − m̂/D.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> StepForward(
            in AdamStep step, Vector512<float> g, ref Vector512<float> m, ref Vector512<float> v, Vector512<float> w, out Vector512<float> d)
        {
            m = (m * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
            v = (v * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
            d = (Vector512.Sqrt(v * step.Second) + Vector512.Create({{Literals.Float(adam.Epsilon)}})) * step.InverseLearningRate;
            return w - (m * step.First / d);
        }
        """;

    private static string Back(AdamDeclaration adam, BacktrackDeclaration backtrack)
    {
        string a = Literals.Float(backtrack.Blend);
        string rest = Literals.Float(1 - backtrack.Blend);
        string carry = backtrack.DiscardTrialMoments
            ? "// The trial moments are forgotten: m and v stay."
            : $"m = (m * {a}) + (mTrial * {rest});\n    v = (v * {a}) + (vTrial * {rest});";
        string carryDoc = backtrack.DiscardTrialMoments ? "m and v stay" : "m ← am + (1 − a)m*; v ← av + (1 − a)v*";
        return $$"""
            /// <summary>
            /// m* = β₁m + (1 − β₁)g*; v* = β₂v + (1 − β₂)g*²; D̄ = aD + (1 − a)D*; gives w − (am̂ + (1 − a)m̂*)/D̄; {{carryDoc}}.
            /// </summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector512<float> StepBack(
                in AdamStep step, Vector512<float> g, ref Vector512<float> m, ref Vector512<float> v, Vector512<float> w, out Vector512<float> d)
            {
                Vector512<float> mTrial = (m * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
                Vector512<float> vTrial = (v * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
                Vector512<float> root = Vector512.Sqrt(v * step.Second) + Vector512.Create({{Literals.Float(adam.Epsilon)}});
                Vector512<float> rootTrial = Vector512.Sqrt(vTrial * step.NextSecond) + Vector512.Create({{Literals.Float(adam.Epsilon)}});
                Vector512<float> direction = (m * step.First * {{a}}) + (mTrial * step.NextFirst * {{rest}});
                {{carry}}
                d = ((root * {{a}}) + (rootTrial * {{rest}})) * step.InverseLearningRate;
                return w - (direction / d);
            }
            """;
    }

    private const string Clip = """
        /// <summary>Latent weights that are quantized stay in [−1, 1].</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Clip(Vector512<float> w) =>
            Vector512.MinNative(Vector512.MaxNative(w, -Vector512<float>.One), Vector512<float>.One);
        """;

    private const string FullPrecision = """
        /// <summary>The only pass of full precision: no clip, and the quantizer is the identity.</summary>
        private void AdvanceFullPrecision(in Tile tile)
        {
            AdamStep step = _update.Step;
            UpdateStage stage = _update.Stage;
            Vector512<float> residue = Vector512<float>.Zero;
            for (int i = 0; i < tile.Count; i += Lanes.Count)
            {
                Vector512<float> w = Move(tile, i, step, stage, ref residue, out _);
                if (stage != UpdateStage.Trial)
                    Lanes.Store(w, tile.Latent, i);
                Lanes.Store(w, tile.Quantized, i);
            }
            _update.Report(tile, residue);
        }
        """;

    private const string Alone = """
        /// <summary>Moves the weights of a tile, and leaves their curvature where the quantized ones will be written.</summary>
        private void AdvanceAlone(in Tile tile)
        {
            AdamStep step = _update.Step;
            UpdateStage stage = _update.Stage;
            Vector512<float> residue = Vector512<float>.Zero;
            for (int i = 0; i < tile.Count; i += Lanes.Count)
            {
                Vector512<float> w = Clip(Move(tile, i, step, stage, ref residue, out Vector512<float> d));
                Lanes.Store(w, tile.Values, i);
                Lanes.Store(d, tile.Quantized, i);
            }
            _update.Report(tile, residue);
        }
        """;

    private static string Rows(Quantizer quantizer) => $$"""
        /// <summary>The only pass over whole rows of <paramref name="length"/> weights: they are solved while they are in the cache.</summary>
        private void Advance{{quantizer.Name}}Rows(in Tile tile, int length, int scale)
        {
            AdvanceAlone(tile);
            int first = tile.Start / length;
            Quantize{{quantizer.Name}}Rows(tile, tile.Quantized, rows: tile.Count / length, scale + {{(quantizer.ScalesPerRow == 1 ? "first" : $"({quantizer.ScalesPerRow} * first)")}});
        }
        """;

    private static string Curvature(AdamDeclaration adam) => $$"""
        /// <summary>
        /// D of all weights of a parameter, for when the lists do not do. It follows from v and takes the place of the lists; that of a
        /// backtrack step is where the gradient was.
        /// </summary>
        private ReadOnlySpan<float> Curvature(in Tile whole)
        {
            if (_update.Stage == UpdateStage.Backtrack)
                return whole.Gradient;
            AdamStep step = _update.Step;
            for (int i = 0; i < whole.Count; i += Lanes.Count)
            {
                Vector512<float> v = Lanes.Load(whole.SecondMoment, i);
                Vector512<float> d = (Vector512.Sqrt(v * step.Second) + Vector512.Create({{Literals.Float(adam.Epsilon)}})) * step.InverseLearningRate;
                Lanes.Store(d, whole.Quantized, i);
            }
            _update.Sweep(whole, times: 1);
            _update.DropLists(whole);
            return whole.Quantized;
        }
        """;
}
