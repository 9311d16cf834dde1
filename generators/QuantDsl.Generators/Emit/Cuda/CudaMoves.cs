using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>How weights move, in CUDA C: the same operations in the same order as on the CPU, so the same bits.</summary>
internal static class CudaMoves
{
    public static string Write(ModelPlan plan)
    {
        List<string> functions = [Move(plan.Declaration.Adam, plan.Declaration.Backtrack ?? BacktrackDeclaration.Default, Clip(plan.Declaration.GradientClip))];
        if (plan.IsQuantized)
            functions.Add(Tile);
        if (plan.HasFullPrecision)
            functions.Add(FullPrecision);
        return string.Join("\n\n", functions);
    }

    /// <summary>No comparison with NaN holds, so it stays, to be noticed; fminf and fmaxf would swallow it.</summary>
    private static string Clip(GradientClipDeclaration? clip)
    {
        if (clip is null)
            return "";
        string bound = CudaLiterals.Float(clip.Bound);
        return $"g = g > {bound} ? {bound} : g < -{bound} ? -{bound} : g; // NaN stays\n    ";
    }

    private static string Move(AdamDeclaration adam, BacktrackDeclaration backtrack, string clip)
    {
        string beta1 = CudaLiterals.Float(adam.Beta1);
        string rest1 = CudaLiterals.Float(1 - adam.Beta1);
        string beta2 = CudaLiterals.Float(adam.Beta2);
        string rest2 = CudaLiterals.Float(1 - adam.Beta2);
        string epsilon = CudaLiterals.Float(adam.Epsilon);
        const string a = "step.blend";
        const string rest = "step.oneMinusBlend";
        string carry = backtrack.DiscardTrialMoments
            ? "// The trial moments are forgotten: m and v stay."
            : $"m = m * {a} + mTrial * {rest};\n        v = v * {a} + vTrial * {rest};";
        return $$"""
            // The value that w moves to, and its curvature D; the moments move in place.
            template <int stage>
            __device__ __forceinline__ float moved(Step step, float g, float w, float& m, float& v, float& d)
            {
                if (stage == Initial) // there is no curvature yet
                {
                    d = 1.0f;
                    return w;
                }
                {{clip}}if (stage == Backtrack) // the gradient is that of the trial: D and m̂ blend both
                {
                    float mTrial = m * {{beta1}} + g * {{rest1}};
                    float vTrial = v * {{beta2}} + g * g * {{rest2}};
                    float root = sqrtf(v * step.second) + {{epsilon}};
                    float rootTrial = sqrtf(vTrial * step.nextSecond) + {{epsilon}};
                    d = (root * {{a}} + rootTrial * {{rest}}) * step.inverseLearningRate;
                    float direction = m * step.first * {{a}} + mTrial * step.nextFirst * {{rest}};
                    {{carry}}
                    return w - direction / d;
                }
                m = m * {{beta1}} + g * {{rest1}};
                v = v * {{beta2}} + g * g * {{rest2}};
                d = (sqrtf(v * step.second) + {{epsilon}}) * step.inverseLearningRate;
                return w - m * step.first / d;
            }
            """;
    }

    private const string Tile = """
        // Moves the quantized weights of one tile, clipped to ±1, and adds up Σ D|w| and Σ D for each scale. What the solver needs more than
        // these for keeps D where q will be.
        template <int stage, class Grid, bool keepsCurvature>
        __device__ void moveTile(Memory memory, float* gradient, Step step, int parameter, int first, int offset, int count)
        {
            int start = ((int)blockIdx.x - first) * TileSize;
            int end = min(start + TileSize, count);
            double products[Grid::Scales] = {};
            double total[Grid::Scales] = {};
            bool isFinite = true;
            for (int i = start + 4 * threadIdx.x; i < end; i += 4 * Threads)
            {
                int lanes = min(4, end - i);
                float g[4] = {}, w[4], m[4] = {}, v[4] = {}, d[4] = {};
                load(memory.latent + offset + i, lanes, w);
                if (stage != Initial)
                {
                    load(gradient + i, lanes, g);
                    load(memory.firstMoment + offset + i, lanes, m);
                    load(memory.secondMoment + offset + i, lanes, v);
                }
                #pragma unroll
                for (int k = 0; k < 4; k++)
                {
                    if (k >= lanes)
                        break;
                    w[k] = moved<stage>(step, g[k], w[k], m[k], v[k], d[k]);
                    w[k] = fminf(fmaxf(w[k], -1.0f), 1.0f);
                    isFinite = isFinite && d[k] - d[k] == 0.0f;
                    for (int side = 0; side < Grid::Scales; side++)
                    {
                        float magnitude = magnitudeOf<Grid>(w[k], side);
                        if (Grid::Scales == 1 || magnitude > 0.0f)
                        {
                            products[side] += (double)d[k] * magnitude;
                            total[side] += d[k];
                        }
                    }
                }
                if (stage != Initial)
                {
                    store(memory.firstMoment + offset + i, lanes, m);
                    store(memory.secondMoment + offset + i, lanes, v);
                    store(stage == Trial ? gradient + i : memory.latent + offset + i, lanes, w); // a trial leaves the weights as they are
                }
                if (keepsCurvature)
                    store(memory.quantized + offset + i, lanes, d);
            }
            for (int side = 0; side < Grid::Scales; side++)
            {
                report(memory.sums, 2 * side, blockSum(products[side]));
                report(memory.sums, 2 * side + 1, blockSum(total[side]));
            }
            if (!isFinite)
                atomicMin(memory.fault, parameter);
        }
        """;

    private const string FullPrecision = """
        // Moves the values of one tile in full precision: no clip, and q is w.
        template <int stage>
        __device__ void moveFullPrecision(Memory memory, float* gradient, Step step, int parameter, int first, int offset, int count)
        {
            int start = ((int)blockIdx.x - first) * TileSize;
            int end = min(start + TileSize, count);
            bool isFinite = true;
            for (int i = start + 4 * threadIdx.x; i < end; i += 4 * Threads)
            {
                int lanes = min(4, end - i);
                float g[4] = {}, w[4], m[4] = {}, v[4] = {}, d[4] = {};
                load(memory.latent + offset + i, lanes, w);
                if (stage != Initial)
                {
                    load(gradient + i, lanes, g);
                    load(memory.firstMoment + offset + i, lanes, m);
                    load(memory.secondMoment + offset + i, lanes, v);
                }
                #pragma unroll
                for (int k = 0; k < 4; k++)
                {
                    if (k >= lanes)
                        break;
                    w[k] = moved<stage>(step, g[k], w[k], m[k], v[k], d[k]);
                    isFinite = isFinite && d[k] - d[k] == 0.0f;
                }
                if (stage != Initial)
                {
                    store(memory.firstMoment + offset + i, lanes, m);
                    store(memory.secondMoment + offset + i, lanes, v);
                }
                if (stage == Laq || stage == Backtrack)
                    store(memory.latent + offset + i, lanes, w);
                store(memory.quantized + offset + i, lanes, w);
            }
            if (!isFinite)
                atomicMin(memory.fault, parameter);
        }
        """;
}
