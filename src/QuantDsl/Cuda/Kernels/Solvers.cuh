// The scale α of weights w with curvature D: the minimiser of ½ Σ D (w − αb)² over the levels b of a grid (LAQ, eq. 6).

// Numerator and denominator of a scale.
struct Sums
{
    double weighted, total;
};

__device__ __forceinline__ Sums operator+(Sums a, Sums b)
{
    return {a.weighted + b.weighted, a.total + b.total};
}

__device__ __forceinline__ Sums blockSum(Sums sums)
{
    double weighted = blockSum(sums.weighted);
    return {weighted, blockSum(sums.total)};
}

// |w|; on grids with two scales that of the weights of one side, and not above 0 for the others.
template <class Grid>
__device__ __forceinline__ float magnitudeOf(float w, int side)
{
    return Grid::Scales == 1 ? fabsf(w) : side == 0 ? w : -w;
}

// Σ D|w| and Σ D, whose quotient is the scale of the binary grid, and where the others start.
template <class Grid>
struct MeanMagnitude
{
    int side;

    __device__ __forceinline__ void add(Sums& sums, float w, float d) const
    {
        float magnitude = magnitudeOf<Grid>(w, side);
        if (Grid::Scales == 1 || magnitude > 0.0f)
        {
            sums.weighted += (double)d * magnitude;
            sums.total += d;
        }
    }
};

__device__ double meanOf(Sums sums)
{
    return sums.total > 0 ? sums.weighted / sums.total : 0; // 0 where there are no weights
}

// Σ D·b·w and Σ D·b² for the levels b that are nearest at a scale, in units of the grid.
template <class Grid>
struct NearestLevels
{
    int side;
    float alpha;

    __device__ __forceinline__ void add(Sums& sums, float w, float d) const
    {
        float magnitude = magnitudeOf<Grid>(w, side); // 0 behind the end: its level is 0
        float level = Grid::level(magnitude, alpha);
        float weighted = d * level;
        sums.weighted += (double)weighted * magnitude;
        sums.total += (double)weighted * level;
    }
};

// The block's sums over values that lie side by side.
template <int Lanes, class Terms>
__device__ Sums sumOver(const float* values, const float* curvature, int count, Terms terms)
{
    Sums sums = {};
    for (int i = Lanes * threadIdx.x; i < count; i += Lanes * Threads)
    {
        int lanes = min(Lanes, count - i);
        float w[Lanes], d[Lanes];
        load(values + i, lanes, w);
        load(curvature + i, lanes, d);
        #pragma unroll
        for (int k = 0; k < Lanes; k++)
            terms.add(sums, w[k], d[k]);
    }
    return blockSum(sums);
}

// Sums over the tiles of a parameter up to the one before `end`, the same in every block.
__device__ Sums combined(const double* sums, int first, int end, int side)
{
    Sums sum = {};
    for (int tile = first + threadIdx.x; tile < end; tile += Threads)
        sum = sum + ((const Sums*)(sums + tile * SumsPerTile))[side];
    return blockSum(sum);
}

__device__ __forceinline__ Sums combined(const double* sums, Parameter parameter, int side)
{
    return combined(sums, parameter.firstTile, parameter.firstTile + (parameter.count + TileSize - 1) / TileSize, side);
}

// The alternating solver: b = Π(w/α), then α' = Σ D·b·w / Σ D·b², until α moves less than 1e-6, or ten times.
const int MostIterations = 10;

struct Alternation
{
    double alpha;
    long long isOpen; // as wide as α: a copy has no gap to carry along in memory

    __device__ void start(double from)
    {
        alpha = from;
        isOpen = from > 0;
    }

    __device__ void next(Sums sums, double unit)
    {
        double next = sums.total > 0 ? unit * sums.weighted / sums.total : alpha;
        isOpen = !(fabs(next - alpha) < 1e-6);
        alpha = next;
    }
};

// How the parameters of a model are quantized.
enum Solver { ClosedForm, Alternating, Exact };

struct FullPrecisionParameter
{
    static constexpr bool IsQuantized = false;
    static constexpr int Scales = 1;
};

struct BinaryClosedForm : BinaryGrid
{
    static constexpr bool IsQuantized = true;
    static constexpr Solver How = ClosedForm;
};

template <class Grid>
struct AlternatingSolver : Grid
{
    static constexpr bool IsQuantized = true;
    static constexpr Solver How = Alternating;
};

template <class Grid>
struct ExactSolver : Grid
{
    static constexpr bool IsQuantized = true;
    static constexpr Solver How = Exact;
};

template <class... Quantizers>
struct List
{
};

// Whether one of them is solved so.
template <Solver how, class... Quantizers>
__device__ constexpr bool has(List<Quantizers...>)
{
    return ((Quantizers::How == how) || ...);
}

template <class Work>
__device__ __forceinline__ void dispatch(List<>, int, Work)
{
}

// Calls `work` with one of a list of quantizers.
template <class First, class... Rest, class Work>
__device__ __forceinline__ void dispatch(List<First, Rest...>, int number, Work work)
{
    if (number == 0)
        work(First{});
    else
        dispatch(List<Rest...>{}, number - 1, work);
}
