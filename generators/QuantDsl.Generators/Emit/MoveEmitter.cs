using QuantDsl.Generators.Emit.Quantizers;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>How weights move, and the passes over tiles that the quantizers share.</summary>
internal static class MoveEmitter
{
    public static string Write(ModelPlan plan, ZigZagEmitter zigZag)
    {
        AdamDeclaration adam = plan.Declaration.Adam;
        string gradient = Gradient(plan.Declaration.GradientClip);
        List<string> methods = [Move, Forward(adam, gradient), Back(adam, plan.Declaration.Backtrack ?? BacktrackDeclaration.Default, gradient)];
        if (plan.HasFullPrecision)
            methods.Add(FullPrecision);
        List<ParameterPlan> alone = [.. plan.Parameters.Where(parameter => parameter.Quantizer is not null && !QuantizerEmitter.IsTiled(parameter))];
        if (alone.Count > 0)
            methods.Add(zigZag.IsMeasured ? AloneMeasured(zigZag) : Alone);
        foreach (Quantizer quantizer in plan.Quantizers.Where(quantizer => alone.Any(parameter => parameter.Rows > 1 && parameter.Quantizer == quantizer)))
            methods.Add(Rows(quantizer));
        if (plan.Parameters.Any(parameter => parameter is { Rows: 1, Quantizer: { Bits: > 1, Exact: false } }))
            methods.Add(Curvature(adam));
        return string.Join("\n\n", methods);
    }

    private const string Move = """
        /// <summary>
        /// Moves a block of weights: its moments stay in place, the new values, clipped to ±<paramref name="bound"/>, and their curvature D go where
        /// the caller wants them, which may be where the gradient or the latent weights were.
        /// </summary>
        private void Move(in Tile block, Span<float> values, Span<float> curvature, float bound)
        {
            bool isFinite = _update.Stage == UpdateStage.Backtrack
                ? StepBack(_update.Step, block, values, curvature, bound)
                : StepForward(_update.Step, block, values, curvature, bound);
            if (!isFinite)
                _update.Fail(block);
        }
        """;

    private static string Gradient(GradientClipDeclaration? clip)
    {
        const string load = "Lanes.Load(block.Gradient, i)";
        return clip is null ? load : $"Lanes.Clamp({load}, {Literals.Float(clip.Bound)})";
    }

    private static string Forward(AdamDeclaration adam, string gradient) => $$"""
        /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; D = (√v̂ + ε)/η; w − m̂/D. Says whether all of D is finite.</summary>
        private static bool StepForward(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound)
        {
            var high = Vector512.Create(bound);
            var epsilon = Vector512.Create({{Literals.Float(adam.Epsilon)}});
            Vector512<float> residue = Vector512<float>.Zero; // D − D: 0 unless D is infinite or NaN
            for (int i = 0; i < block.Count; i += Lanes.Count)
            {
                Vector512<float> g = {{gradient}};
                Vector512<float> m = (Lanes.Load(block.FirstMoment, i) * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
                Vector512<float> v = (Lanes.Load(block.SecondMoment, i) * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
                Vector512<float> d = (Vector512.Sqrt(v * step.Second) + epsilon) * step.InverseLearningRate;
                Vector512<float> w = Lanes.Load(block.Latent, i) - (m * step.First / d);
                Lanes.Store(m, block.FirstMoment, i);
                Lanes.Store(v, block.SecondMoment, i);
                Lanes.Store(d, curvature, i);
                Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
                residue += d - d;
            }
            return Vector512.Sum(residue) == 0f;
        }
        """;

    private static string Back(AdamDeclaration adam, BacktrackDeclaration backtrack, string gradient)
    {
        string a = Literals.Float(backtrack.Blend);
        string rest = Literals.Float(1 - backtrack.Blend);
        string carry = backtrack.DiscardTrialMoments
            ? "// The trial moments are forgotten: m and v stay."
            : $"Lanes.Store((m * {a}) + (mTrial * {rest}), block.FirstMoment, i);\n        Lanes.Store((v * {a}) + (vTrial * {rest}), block.SecondMoment, i);";
        string carryDoc = backtrack.DiscardTrialMoments ? "m and v stay" : "m ← am + (1 − a)m*; v ← av + (1 − a)v*";
        return $$"""
            /// <summary>
            /// m* = β₁m + (1 − β₁)g*; v* = β₂v + (1 − β₂)g*²; D̄ = aD + (1 − a)D*; w − (am̂ + (1 − a)m̂*)/D̄;
            /// {{carryDoc}}. Says whether all of D̄ is finite.
            /// </summary>
            private static bool StepBack(in AdamStep step, in Tile block, Span<float> values, Span<float> curvature, float bound)
            {
                var high = Vector512.Create(bound);
                var epsilon = Vector512.Create({{Literals.Float(adam.Epsilon)}});
                Vector512<float> residue = Vector512<float>.Zero; // D̄ − D̄: 0 unless D̄ is infinite or NaN
                for (int i = 0; i < block.Count; i += Lanes.Count)
                {
                    Vector512<float> g = {{gradient}};
                    Vector512<float> m = Lanes.Load(block.FirstMoment, i);
                    Vector512<float> v = Lanes.Load(block.SecondMoment, i);
                    Vector512<float> mTrial = (m * {{Literals.Float(adam.Beta1)}}) + (g * {{Literals.Float(1 - adam.Beta1)}});
                    Vector512<float> vTrial = (v * {{Literals.Float(adam.Beta2)}}) + (g * g * {{Literals.Float(1 - adam.Beta2)}});
                    Vector512<float> root = Vector512.Sqrt(v * step.Second) + epsilon;
                    Vector512<float> rootTrial = Vector512.Sqrt(vTrial * step.NextSecond) + epsilon;
                    Vector512<float> d = ((root * {{a}}) + (rootTrial * {{rest}})) * step.InverseLearningRate;
                    Vector512<float> direction = (m * step.First * {{a}}) + (mTrial * step.NextFirst * {{rest}});
                    Vector512<float> w = Lanes.Load(block.Latent, i) - (direction / d);
                    {{carry}}
                    Lanes.Store(d, curvature, i);
                    Lanes.Store(Vector512.MinNative(Vector512.MaxNative(w, -high), high), values, i);
                    residue += d - d;
                }
                return Vector512.Sum(residue) == 0f;
            }
            """;
    }

    private const string FullPrecision = """
        /// <summary>The only pass of full precision: no clip, and the quantizer is the identity.</summary>
        private void AdvanceFullPrecision(in Tile tile)
        {
            Span<float> curvature = stackalloc float[TiledUpdate.BlockSize];
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                Move(block, block.Quantized, curvature, bound: float.PositiveInfinity);
                if (_update.Stage != UpdateStage.Trial)
                    block.Quantized.CopyTo(block.Latent);
            }
        }
        """;

    private const string Alone = """
        /// <summary>Moves the weights of a tile, and leaves their curvature where the quantized ones will be written.</summary>
        private void AdvanceAlone(in Tile tile) => Move(tile, tile.Values, tile.Quantized, bound: 1f);
        """;

    private static string AloneMeasured(ZigZagEmitter zigZag) => $$"""
        /// <summary>Moves the weights of a tile and measures it, and leaves their curvature where the quantized ones will be written.</summary>
        private void AdvanceAlone(in Tile tile)
        {{{zigZag.BeforeBlocks}}
            for (int start = 0; start < tile.Count; start += TiledUpdate.BlockSize)
            {
                Tile block = tile.Block(start);
                {{zigZag.Move("block.Values", "block.Quantized")}};
            }{{zigZag.AfterBlocks}}
        }
        """;

    private static string Rows(Quantizer quantizer) => $$"""
        /// <summary>The only pass over whole rows of <paramref name="length"/> weights: they are solved while they are in the cache.</summary>
        private void Advance{{quantizer.Name}}Rows(in Tile tile, int length, int scale)
        {
            AdvanceAlone(tile);
            int first = tile.Start / length;
            Quantize{{quantizer.Name}}Rows(tile, rows: tile.Count / length, scale + {{(quantizer.ScalesPerRow == 1 ? "first" : $"({quantizer.ScalesPerRow} * first)")}});
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
