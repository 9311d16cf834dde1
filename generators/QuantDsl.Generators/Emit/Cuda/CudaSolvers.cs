using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Scales of whole parameters, found by all blocks together, and of rows, found by one block each.</summary>
internal static class CudaSolvers
{
    public static IEnumerable<string> Write(ModelPlan plan, CudaPlan cuda)
    {
        if (plan.IsQuantized)
            yield return Values;
        if (plan.Parameters.Any(parameter => parameter is { Rows: 1, Quantizer.Exact: false }))
            yield return Combine;
        if (cuda.IsAlternating)
            yield return Turns;
        if (cuda.Slots > 0)
            yield return WriteTile;
        if (cuda.Rows > 0)
            yield return Row(plan);
    }

    private const string Values = """
        // Where the moved weights are: those of a trial took the memory of their gradient.
        template <int stage>
        __device__ const float* valuesOf(Memory memory, const float* gradient, int offset)
        {
            return stage == Trial ? gradient : memory.latent + offset;
        }
        """;

    private const string Combine = """
        // A sum over the tiles of a parameter, the same in every block.
        __device__ double combined(const double* sums, int first, int end, int which)
        {
            double sum = 0;
            for (int tile = first + threadIdx.x; tile < end; tile += Threads)
                sum += sums[tile * SumsPerTile + which];
            return blockSum(sum);
        }

        // Σ D|w| / Σ D: the scale of the binary grid, and where the others start. 0 where there are no weights.
        __device__ double meanOf(const double* sums, int first, int end, int side)
        {
            double products = combined(sums, first, end, 2 * side);
            double total = combined(sums, first, end, 2 * side + 1);
            return total > 0 ? products / total : 0;
        }
        """;

    private const string Turns = """
        // A scale that is found by turns, as the whole block sees it.
        struct Scale
        {
            double alpha;
            bool isOpen;
        };

        // Where a scale starts: at the last one, or at Σ D|w| / Σ D.
        __device__ void begin(Scale& scale, double last, const double* sums, int first, int end, int side)
        {
            double start = last > 0 ? last : meanOf(sums, first, end, side);
            if (threadIdx.x == 0)
                scale = {start, start > 0};
            __syncthreads();
        }

        // Adds up Σ D·b·w and Σ D·b² of a tile, for the levels b that are nearest at the scales there are.
        template <int stage, class Grid>
        __device__ void turn(Memory memory, const float* gradient, double* sums, const Scale* scales, int tile, int first, int offset, int count)
        {
            const float* values = valuesOf<stage>(memory, gradient, offset);
            const float* curvature = memory.quantized + offset;
            int start = (tile - first) * TileSize;
            int end = min(start + TileSize, count);
            for (int side = 0; side < Grid::Scales; side++)
            {
                if (!scales[side].isOpen)
                    continue;
                float alpha = (float)scales[side].alpha;
                double products = 0;
                double squares = 0;
                for (int i = start + 4 * threadIdx.x; i < end; i += 4 * Threads)
                {
                    int lanes = min(4, end - i);
                    float w[4], d[4];
                    load(values + i, lanes, w);
                    load(curvature + i, lanes, d);
                    #pragma unroll
                    for (int k = 0; k < 4; k++)
                    {
                        float magnitude = magnitudeOf<Grid>(w[k], side); // 0 behind the end: its level is 0
                        float level = Grid::level(magnitude, alpha);
                        float weighted = d[k] * level;
                        products += (double)weighted * magnitude;
                        squares += (double)weighted * level;
                    }
                }
                products = blockSum(products);
                squares = blockSum(squares);
                if (threadIdx.x == 0)
                {
                    sums[tile * SumsPerTile + 2 * side] = products;
                    sums[tile * SumsPerTile + 2 * side + 1] = squares;
                }
            }
        }

        // α = Σ D·b·w / Σ D·b²; false once it moves less than 1e-6. Every block comes to the same result.
        __device__ bool next(Scale& scale, const double* sums, int first, int end, int side, double unit)
        {
            if (!scale.isOpen)
                return false;
            double products = combined(sums, first, end, 2 * side);
            double squares = combined(sums, first, end, 2 * side + 1);
            double alpha = squares > 0 ? unit * products / squares : scale.alpha;
            bool isOpen = !(fabs(alpha - scale.alpha) < 1e-6);
            __syncthreads(); // all threads have read the old one
            if (threadIdx.x == 0)
                scale = {alpha, isOpen};
            __syncthreads();
            return isOpen;
        }

        // Waits for all blocks of the launch, which must be a cooperative one.
        __device__ void barrier(unsigned int* arrived, unsigned int goal)
        {
            __threadfence();
            __syncthreads();
            if (threadIdx.x == 0)
            {
                atomicAdd(arrived, 1u);
                while (*(volatile unsigned int*)arrived < goal)
                    __nanosleep(32);
                __threadfence();
            }
            __syncthreads();
        }
        """;

    private const string WriteTile = """
        // Writes the quantized weights of a tile.
        template <int stage, class Grid>
        __device__ void write(Memory memory, const float* gradient, const float* alpha, int tile, int first, int offset, int count)
        {
            const float* values = valuesOf<stage>(memory, gradient, offset);
            int start = (tile - first) * TileSize;
            int end = min(start + TileSize, count);
            for (int i = start + 4 * threadIdx.x; i < end; i += 4 * Threads)
            {
                int lanes = min(4, end - i);
                float w[4], q[4];
                load(values + i, lanes, w);
                #pragma unroll
                for (int k = 0; k < 4; k++)
                    q[k] = quantized<Grid>(w[k], alpha[Grid::Scales == 2 && w[k] < 0.0f]);
                store(memory.quantized + offset + i, lanes, q);
            }
        }
        """;

    private static string Row(ModelPlan plan)
    {
        List<Quantizer> quantizers = [.. plan.Parameters.Where(parameter => parameter.Rows > 1).Select(parameter => parameter.Quantizer!).Distinct()];
        List<string> functions = [WriteRow];
        if (quantizers.Any(quantizer => !quantizer.Exact))
            functions.Add(RowMean);
        if (quantizers.Any(quantizer => quantizer.Bits == 1))
            functions.Add(SolveRow("meanRow", "Σ D|w| / Σ D", "rowMean<Grid>(values, q, length, side)"));
        if (quantizers.Any(quantizer => quantizer is { Exact: false, Bits: > 1 }))
            functions.AddRange([RowScale, SolveRow("turnRow", "by turns with the levels", "rowScale<Grid>(values, q, length, side, scales[side])")]);
        if (quantizers.Any(quantizer => quantizer.Exact))
            functions.Add(SolveRow("exactRow", "found by sorting", "memory.exact[scale + row * Grid::Scales + side]"));
        return string.Join("\n\n", functions);
    }

    /// <summary>The function that a parameter's rows are solved by.</summary>
    public static string RowFunction(Quantizer quantizer) => quantizer.Exact ? "exactRow" : quantizer.Bits == 1 ? "meanRow" : "turnRow";

    private static string SolveRow(string name, string how, string alpha) => $$"""
        // Solves a row, its scales {{how}}, and writes its quantized weights.
        template <int stage, class Grid>
        __device__ void {{name}}(Memory memory, const float* gradient, int row, int offset, int length, int scale)
        {
            const float* values = valuesOf<stage>(memory, gradient, offset) + row * length;
            float* q = memory.quantized + offset + row * length; // until it is written, D lies there
            float* scales = memory.scales + scale + row * Grid::Scales;
            float alpha[Grid::Scales];
            for (int side = 0; side < Grid::Scales; side++)
                alpha[side] = (float){{alpha}};
            writeRow<stage, Grid>(values, scales, q, length, alpha);
        }
        """;

    private const string RowMean = """
        // Σ D|w| / Σ D of a row.
        template <class Grid>
        __device__ double rowMean(const float* values, const float* curvature, int length, int side)
        {
            double products = 0;
            double total = 0;
            for (int i = threadIdx.x; i < length; i += Threads)
            {
                float magnitude = magnitudeOf<Grid>(values[i], side);
                if (Grid::Scales == 1 || magnitude > 0.0f)
                {
                    products += (double)curvature[i] * magnitude;
                    total += curvature[i];
                }
            }
            products = blockSum(products);
            total = blockSum(total);
            return total > 0 ? products / total : 0;
        }
        """;

    private const string RowScale = """
        // α = Σ D·b·w / Σ D·b² of a row, from the last one or from Σ D|w| / Σ D, until it moves less than 1e-6 or 10 times.
        template <class Grid>
        __device__ double rowScale(const float* values, const float* curvature, int length, int side, float last)
        {
            double alpha = last > 0 ? last : rowMean<Grid>(values, curvature, length, side);
            bool isOpen = alpha > 0;
            for (int turn = 0; turn < 10 && isOpen; turn++)
            {
                double products = 0;
                double squares = 0;
                for (int i = threadIdx.x; i < length; i += Threads)
                {
                    float magnitude = magnitudeOf<Grid>(values[i], side);
                    float level = Grid::level(magnitude, (float)alpha);
                    float weighted = curvature[i] * level;
                    products += (double)weighted * magnitude;
                    squares += (double)weighted * level;
                }
                products = blockSum(products);
                squares = blockSum(squares);
                double next = squares > 0 ? Grid::Unit * products / squares : alpha;
                isOpen = !(fabs(next - alpha) < 1e-6);
                alpha = next;
            }
            return alpha;
        }
        """;

    private const string WriteRow = """
        // Writes the quantized weights of a row, and its scales unless it is a trial.
        template <int stage, class Grid>
        __device__ void writeRow(const float* values, float* scales, float* q, int length, const float (&alpha)[Grid::Scales])
        {
            for (int i = threadIdx.x; i < length; i += Threads)
                q[i] = quantized<Grid>(values[i], values[i] < 0.0f ? alpha[Grid::Scales - 1] : alpha[0]);
            for (int side = 0; side < Grid::Scales; side++)
            {
                if (stage != Trial && (int)threadIdx.x == side)
                    scales[side] = alpha[side];
            }
        }
        """;
}
