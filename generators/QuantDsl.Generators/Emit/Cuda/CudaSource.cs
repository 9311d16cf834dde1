using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The update of a model in CUDA C, complete in itself: NVRTC compiles it for the device that is found. Two launches a stage, over all
/// parameters at once: one that moves, and one that solves and writes.
/// </summary>
internal sealed class CudaSource
{
    private static readonly string[] Stages = ["Initial", "Laq", "Trial", "Backtrack"];

    private readonly ModelPlan _plan;
    private readonly CudaPlan _cuda;

    private CudaSource(ModelPlan plan, CudaPlan cuda)
    {
        _plan = plan;
        _cuda = cuda;
    }

    public static string Write(ModelPlan plan, CudaPlan cuda)
    {
        var source = new CudaSource(plan, cuda);
        List<string> parts = [source.Header, Common];
        if (plan.Quantizers.Any(CudaGrids.UsesPowers))
            parts.Add(NearestPowerOfTwo);
        foreach (Quantizer quantizer in plan.Quantizers)
            parts.Add(CudaGrids.Of(quantizer));
        if (plan.IsQuantized)
            parts.Add(Magnitude);
        parts.Add(CudaMoves.Write(plan));
        parts.AddRange(CudaSolvers.Write(plan, cuda));
        parts.Add(source.Advance);
        if (plan.IsQuantized)
            parts.Add(CudaFinish.Write(plan, cuda));
        parts.Add(source.Kernels);
        return string.Join("\n\n", parts);
    }

    private string Header => $$"""
        // {{_plan.Name}}: the update of {{_plan.Parameters.Count}} parameters on a CUDA device, in {{(_plan.IsQuantized ? "two launches" : "one launch")}}.
        //   advance  {{_cuda.Tiles}} blocks, one a tile: moves the values{{(_plan.IsQuantized ? " and adds up what the scales follow from" : "")}}
        {{(_plan.IsQuantized ? FinishWords + "\n" : "")}}// Sums are in double and combined in the order of the tiles, so they do not depend on the device. Compiled without contraction
        // of a·b + c, so that values move as on the CPU.

        const int Threads = {{CudaPlan.Threads}};
        const int TileSize = {{CudaPlan.TileSize}}; // values of a tile{{Sizes}}

        enum Stage { Initial, Laq, Trial, Backtrack };

        // What changes from step to step; AdamStep of the runtime.
        struct Step
        {
            float inverseLearningRate, first, second, nextFirst, nextSecond, blend, oneMinusBlend;
        };

        // The model's memory, flat.
        struct Memory
        {
            float* latent;
            float* quantized;
            float* firstMoment;
            float* secondMoment;
            float* scales;
            const float* exact; // scales that were found by sorting
            double* sums; // SumsPerTile of every tile{{(_cuda.IsAlternating ? ", three times: of the first launch, of even and of odd turns" : "")}}
            int* fault; // smallest number of a parameter whose curvature is not finite
            unsigned int* arrived; // blocks that wait at a barrier
        };

        // Gradients of one backward pass; their memory is free once they were read.
        struct Gradients
        {
            float* of[{{_plan.Parameters.Count}}];
        };
        """;

    /// <summary>Sizes that the second launch and the sums go by, as far as there are any: a compiler warns of constants without a use.</summary>
    private string Sizes => string.Concat(new[]
    {
        _cuda.Slots > 0 ? $"\nconst int Tiles = {_cuda.Tiles};" : null,
        _plan.IsQuantized
            ? $"\nconst int SumsPerTile = {_cuda.SumsPerTile}; // numerator and denominator of a scale{(_cuda.SumsPerTile > 2 ? ", for positive and negative weights" : "")}"
            : null,
    });

    private string FinishWords => $"//   finish   {(_cuda.IsAlternating ? "as many blocks as the device holds: they solve the scales by turns, waiting for each other," : "solves the scales")} and "
        + (_cuda.IsAlternating ? "write q\n" : "writes q\n").TrimEnd();

    private const string Common = """
        // Up to four values of a stream: 16 bytes at once but for the last few.
        __device__ __forceinline__ void load(const float* from, int lanes, float (&to)[4])
        {
            if (lanes == 4)
            {
                float4 four = *(const float4*)from;
                to[0] = four.x;
                to[1] = four.y;
                to[2] = four.z;
                to[3] = four.w;
                return;
            }
            for (int k = 0; k < 3; k++)
                to[k] = k < lanes ? from[k] : 0.0f;
            to[3] = 0.0f;
        }

        __device__ __forceinline__ void store(float* to, int lanes, const float (&from)[4])
        {
            if (lanes == 4)
            {
                *(float4*)to = make_float4(from[0], from[1], from[2], from[3]);
                return;
            }
            for (int k = 0; k < 3; k++)
            {
                if (k < lanes)
                    to[k] = from[k];
            }
        }

        // The sum over the block, in the same order each time; every thread gets it.
        __device__ double blockSum(double x)
        {
            __shared__ double warps[Threads / 32];
            for (int offset = 16; offset > 0; offset /= 2)
                x += __shfl_down_sync(0xffffffff, x, offset);
            if (threadIdx.x % 32 == 0)
                warps[threadIdx.x / 32] = x;
            __syncthreads();
            double sum = 0;
            for (int warp = 0; warp < Threads / 32; warp++)
                sum += warps[warp];
            __syncthreads(); // before the next sum takes the memory
            return sum;
        }
        """;

    private const string NearestPowerOfTwo = """
        // Nearest of {0, smallest, …, ½, 1} for magnitudes in [0, 1]; halfway goes to the smaller.
        __device__ __forceinline__ float nearestPowerOfTwo(float magnitude, float smallest)
        {
            // Adding just under half of the mantissa's range carries into the exponent exactly when the mantissa is above 1.5.
            float rounded = __int_as_float((__float_as_int(magnitude) + 0x003fffff) & (int)0xff800000);
            return magnitude > smallest / 2 ? fmaxf(rounded, smallest) : 0.0f;
        }
        """;

    private const string Magnitude = """
        // |w|; on grids with two scales that of the weights of one side, and less than 0 for the others.
        template <class Grid>
        __device__ __forceinline__ float magnitudeOf(float w, int side)
        {
            return Grid::Scales == 1 ? fabsf(w) : side == 0 ? w : -w;
        }

        template <class Grid>
        __device__ __forceinline__ float quantized(float w, float alpha)
        {
            float q = alpha * (Grid::level(fabsf(w), alpha) / Grid::Unit);
            return w < 0.0f ? -q : q;
        }

        // Notes a sum of the block's tile.
        __device__ void report(double* sums, int which, double sum)
        {
            if (threadIdx.x == 0)
                sums[blockIdx.x * SumsPerTile + which] = sum;
        }
        """;

    private string Advance
    {
        get
        {
            IEnumerable<string> lines = _plan.Parameters.Select(parameter =>
            {
                string move = parameter.Quantizer is { } quantizer ? $"moveTile<stage, {quantizer.Name}, {Literals.Flag(parameter.Rows > 1 || quantizer.Bits > 1)}>" : "moveFullPrecision<stage>";
                int first = _cuda.FirstTile(parameter);
                return $"    if (tile < {first + CudaPlan.TilesOf(parameter)}) return {move}(memory, gradients.of[{parameter.Index}], step, "
                    + $"{parameter.Index}, {first}, {parameter.Offset}, {parameter.Count}); // {Comment(parameter)}";
            });
            return $$"""
                // First launch: parameter, first tile, place in the memory and number of values of the block's tile.
                template <int stage>
                __device__ void advance(Memory memory, Gradients gradients, Step step)
                {
                    int tile = blockIdx.x;
                    if (tile == 0 && threadIdx.x == 0)
                        *memory.arrived = 0;
                {{string.Join("\n", lines)}}
                }
                """;
        }
    }

    private string Kernels
    {
        get
        {
            IEnumerable<string> kernels = Stages.Select(stage => Kernel("advance", stage, "Memory memory, Gradients gradients, Step step", "memory, gradients, step"));
            if (_plan.IsQuantized)
                kernels = kernels.Concat(Stages.Select(stage => Kernel("finish", stage, "Memory memory, Gradients gradients", "memory, gradients")));
            return string.Join("\n\n", kernels);
        }
    }

    private static string Kernel(string name, string stage, string parameters, string arguments) => $$"""
        extern "C" __global__ void __launch_bounds__(Threads) {{name}}{{stage}}({{parameters}})
        {
            {{name}}<{{stage}}>({{arguments}});
        }
        """;

    public static string Comment(ParameterPlan parameter) => $"{parameter.Name}, {string.Join("×", parameter.Shape)}";
}
