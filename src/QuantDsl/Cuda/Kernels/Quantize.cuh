// The last launch: the scales, then q = α·b. Scales of whole parameters that alternate or are found by sorting are solved by all blocks together, in
// step; a row that has scales of its own is solved by one block.

// Scales of a quantizer that alternate.
template <class Quantizer>
constexpr int Alternations = Quantizer::How == Alternating ? Quantizer::Scales : 0;

// Solves the scales that all blocks share and that alternate. Each block keeps all of them and comes to the same results.
template <class Model, int kind>
__device__ void alternate(Memory memory, Alternation* shared, GridBarrier& barrier)
{
    for (int number = 0; number < memory.parameterCount; number++)
    {
        Parameter parameter = memory.parameters[number];
        if (parameter.firstShared < 0 || isKept<kind>(parameter))
            continue;
        dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
        {
            using Quantizer = decltype(quantizer);
            #pragma unroll
            for (int side = 0; side < Alternations<Quantizer>; side++)
            {
                double last = memory.scales[parameter.scale + side];
                double start = last > 0 ? last : meanOf(combined(memory.sums, parameter, side));
                if (threadIdx.x == 0)
                    shared[parameter.firstShared + side].start(start);
            }
        });
    }
    __syncthreads(); // all scales have started
    for (int iteration = 0; iteration < MostIterations; iteration++)
    {
        double* sums = memory.sums + (1 + iteration % 2) * memory.tiles * SumsPerTile; // blocks that are behind still read the others
        for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)
        {
            int number = parameterAt<&Parameter::firstTile>(memory, tile);
            Parameter parameter = memory.parameters[number];
            if (parameter.firstShared < 0 || isKept<kind>(parameter))
                continue;
            Range range = rangeOf(parameter, tile);
            const float* values = valuesOf<kind>(memory, parameter, number) + range.start;
            const float* curvature = memory.quantized + parameter.offset + range.start;
            dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
            {
                using Quantizer = decltype(quantizer);
                #pragma unroll
                for (int side = 0; side < Alternations<Quantizer>; side++)
                {
                    const Alternation& scale = shared[parameter.firstShared + side];
                    if (!scale.isOpen)
                        continue;
                    NearestLevels<Quantizer> terms{side, (float)scale.alpha};
                    Sums sum = sumOver<4>(values, curvature, range.end - range.start, terms);
                    if (threadIdx.x == 0)
                        ((Sums*)(sums + tile * SumsPerTile))[side] = sum;
                }
            });
        }
        barrier.wait();
        bool isOpen = false;
        for (int number = 0; number < memory.parameterCount; number++)
        {
            Parameter parameter = memory.parameters[number];
            if (parameter.firstShared < 0 || isKept<kind>(parameter))
                continue;
            dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
            {
                using Quantizer = decltype(quantizer);
                #pragma unroll
                for (int side = 0; side < Alternations<Quantizer>; side++)
                {
                    Alternation scale = shared[parameter.firstShared + side];
                    if (!scale.isOpen)
                        continue;
                    scale.next(combined(sums, parameter, side), Quantizer::Unit);
                    if (threadIdx.x == 0) // behind the sum's barriers: all threads have read the old one
                        shared[parameter.firstShared + side] = scale;
                    isOpen |= scale.isOpen;
                }
            });
        }
        __syncthreads(); // all threads see the new ones
        if (!isOpen)
            break;
    }
}

// The scale of a whole parameter, or of one side.
template <int kind, class Quantizer>
__device__ float scaleOf(Memory memory, Parameter parameter, const Alternation* shared, int side)
{
    if constexpr (kind == Restore)
        return memory.scales[parameter.scale + side];
    else if constexpr (Quantizer::How == ClosedForm)
        return (float)meanOf(combined(memory.sums, parameter, side));
    else
        return (float)shared[parameter.firstShared + side].alpha;
}

// The scale of a row, or of one side, and which scale it is.
template <int kind, class Quantizer>
__device__ float rowScaleOf(
    Memory memory, Parameter parameter, const float* values, const float* curvature, int length, int row, int side, int scale)
{
    float last = memory.scales[scale];
    if constexpr (kind == Restore)
        return last;
    else if constexpr (Quantizer::How == Exact)
    {
        Pair* pairs = memory.pairs + parameter.firstPair + side * parameter.count + row * length;
        return exactScale<Quantizer>(values, curvature, length, side, pairs, pairs + memory.pairCount);
    }
    else if constexpr (Quantizer::How == ClosedForm)
        return (float)meanOf(sumOver<1>(values, curvature, length, MeanMagnitude<Quantizer>{side}));
    else
    {
        Alternation alternation;
        alternation.start(last > 0 ? last : meanOf(sumOver<1>(values, curvature, length, MeanMagnitude<Quantizer>{side})));
        for (int iteration = 0; iteration < MostIterations && alternation.isOpen; iteration++)
        {
            NearestLevels<Quantizer> terms{side, (float)alternation.alpha};
            alternation.next(sumOver<1>(values, curvature, length, terms), Quantizer::Unit);
        }
        return (float)alternation.alpha;
    }
}

// The scales of a parameter or a row: its only one, or one for each sign. No array, so that they stay in registers.
struct Scales
{
    float positive, negative;

    template <class Quantizer>
    __device__ __forceinline__ float of(float w) const
    {
        return Quantizer::Scales == 2 && w < 0.0f ? negative : positive;
    }

    __device__ __forceinline__ float& operator[](int side)
    {
        return side == 0 ? positive : negative;
    }
};

// Writes the quantized weights of values that lie side by side.
template <class Quantizer>
__device__ void writeTile(const float* values, float* q, int count, Scales alpha)
{
    for (int i = 4 * threadIdx.x; i < count; i += 4 * Threads)
    {
        int lanes = min(4, count - i);
        float w[4], to[4];
        load(values + i, lanes, w);
        #pragma unroll
        for (int k = 0; k < 4; k++)
            to[k] = quantized<Quantizer>(w[k], alpha.template of<Quantizer>(w[k]));
        store(q + i, lanes, to);
    }
}

// Counts the weights whose level is another one than before the step.
template <class Model, int kind, class Quantizer>
__device__ void countFlips(Memory memory, Parameter parameter, int number, const float* values, int start, int count, Scales alpha)
{
    if constexpr (Model::IsMeasured && (kind == Laq || kind == Backtrack))
    {
        signed char* levels = memory.levels + parameter.offset + start;
        double flips = 0;
        for (int i = threadIdx.x; i < count; i += Threads)
        {
            signed char level = levelCode<Quantizer>(values[i], alpha.template of<Quantizer>(values[i]));
            flips += level != levels[i] ? 1 : 0;
            levels[i] = level;
        }
        flips = blockSum(flips);
        if (threadIdx.x == 0)
            atomicAdd(memory.flips + number, (unsigned int)flips); // whole numbers: their order does not matter
    }
}

// Solves a row and writes its quantized weights, and its scales unless they are to stay.
template <class Model, int kind, class Quantizer>
__device__ void quantizeRow(Memory memory, Parameter parameter, int number, int row)
{
    int length = parameter.count / parameter.rows;
    const float* values = valuesOf<kind>(memory, parameter, number) + row * length;
    float* q = memory.quantized + parameter.offset + row * length; // until it is written, D lies there
    int scale = parameter.scale + row * Quantizer::Scales;
    Scales alpha = {};
    #pragma unroll
    for (int side = 0; side < Quantizer::Scales; side++)
        alpha[side] = rowScaleOf<kind, Quantizer>(memory, parameter, values, q, length, row, side, scale + side);
    for (int i = threadIdx.x; i < length; i += Threads)
        q[i] = quantized<Quantizer>(values[i], alpha.template of<Quantizer>(values[i]));
    countFlips<Model, kind, Quantizer>(memory, parameter, number, values, row * length, length, alpha);
    #pragma unroll
    for (int side = 0; side < Quantizer::Scales; side++)
    {
        if ((int)threadIdx.x != side)
            continue;
        memory.presentScales[scale + side] = alpha[side];
        if (kind != Trial && kind != Restore)
            memory.scales[scale + side] = alpha[side];
    }
}

// In full precision q is w. Updates have written it by now.
__device__ void copyTile(Memory memory, Parameter parameter, int tile)
{
    Range range = rangeOf(parameter, tile);
    for (int i = parameter.offset + range.start + threadIdx.x; i < parameter.offset + range.end; i += Threads)
        memory.quantized[i] = memory.latent[i];
}

template <class Model, int kind>
__device__ void quantize(Memory memory)
{
    if (kind != Restore && isFaulty(memory))
        return;
    __shared__ Alternation shared[SharedScales > 0 ? SharedScales : 1];
    GridBarrier barrier{memory.arrived, 0};
    if constexpr (kind != Restore && SharedScales > 0)
    {
        if constexpr (has<Alternating>(typename Model::Quantizers{}))
            alternate<Model, kind>(memory, shared, barrier);
        if constexpr (has<Exact>(typename Model::Quantizers{}))
            solveExactly<Model, kind>(memory, shared, barrier);
    }
    int solved = -1;
    Scales alpha = {};
    for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)
    {
        int number = parameterAt<&Parameter::firstTile>(memory, tile);
        Parameter parameter = memory.parameters[number];
        if (kind == Restore && parameter.quantizer < 0)
            copyTile(memory, parameter, tile);
        if (parameter.quantizer < 0 || parameter.rows > 1 || isKept<kind>(parameter))
            continue;
        Range range = rangeOf(parameter, tile);
        const float* values = valuesOf<kind>(memory, parameter, number);
        dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
        {
            using Quantizer = decltype(quantizer);
            constexpr bool canPack = PackedTaps > 0 && Quantizer::Scales == 1;
            #pragma unroll
            for (int side = 0; side < Quantizer::Scales; side++)
            {
                if (number != solved)
                    alpha[side] = scaleOf<kind, Quantizer>(memory, parameter, shared, side);
                if (tile == parameter.firstTile && threadIdx.x == 0)
                {
                    memory.presentScales[parameter.scale + side] = alpha[side];
                    if (kind != Trial) // a trial leaves the scales as they are
                        memory.scales[parameter.scale + side] = alpha[side];
                }
            }
            int count = range.end - range.start;
            if (!canPack || !isPacked(parameter))
                writeTile<Quantizer>(values + range.start, memory.quantized + parameter.offset + range.start, count, alpha);
            if constexpr (canPack)
            {
                if (isPacked(parameter))
                    writePatches<Quantizer, true>(memory, parameter, tile, values, alpha.positive);
            }
            countFlips<Model, kind, Quantizer>(memory, parameter, number, values + range.start, range.start, count, alpha);
        });
        solved = number;
    }
    for (int row = blockIdx.x; row < memory.rows; row += gridDim.x)
    {
        int number = parameterAt<&Parameter::firstRow>(memory, row);
        Parameter parameter = memory.parameters[number];
        if (isKept<kind>(parameter))
            continue;
        dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
        {
            using Quantizer = decltype(quantizer);
            quantizeRow<Model, kind, Quantizer>(memory, parameter, number, row - parameter.firstRow);
        });
    }
}
