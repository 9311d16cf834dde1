// The exact solver of ternary levels (LATe): the weights that are not 0 are the k largest magnitudes for the k that maximises (Σ D|w|)²/Σ D over them.
// They are sorted, and one sweep tries every k. A row is solved by one block, a whole parameter by all blocks together.

// What a scale gains over levels that are all 0, and the scale.
struct Gain
{
    double gain, scale;
};

// The weights of one side as pairs, the others as pairs that change no sum.
template <class Grid>
__device__ void takePairs(const float* values, const float* curvature, int count, int side, Pair* to)
{
    for (int i = threadIdx.x; i < count; i += Threads)
    {
        float magnitude = magnitudeOf<Grid>(values[i], side);
        to[i] = magnitude > 0.0f ? Pair{magnitude, curvature[i]} : Pair{};
    }
}

// A thread's part of a tile's sums.
__device__ Sums sumOfThread(const Pair* pairs, int count)
{
    Sums sum = {};
    int end = min(count, ((int)threadIdx.x + 1) * PairsOfThread);
    for (int i = threadIdx.x * PairsOfThread; i < end; i++)
        sum = sum + Sums{(double)pairs[i].curvature * pairs[i].magnitude, pairs[i].curvature};
    return sum;
}

// The larger gain; of equal ones the first.
__device__ __forceinline__ Gain largest(Gain first, Gain second)
{
    return second.gain > first.gain ? second : first;
}

// The same over the block's threads; all of them get it.
__device__ Gain largestOfBlock(Gain gain)
{
    __shared__ Gain gains[Threads];
    gains[threadIdx.x] = gain;
    for (int distance = 1; distance < Threads; distance *= 2)
    {
        __syncthreads();
        if (threadIdx.x % (2 * distance) == 0)
            gains[threadIdx.x] = largest(gains[threadIdx.x], gains[threadIdx.x + distance]);
    }
    __syncthreads();
    gain = gains[0];
    __syncthreads(); // before the next one takes the memory
    return gain;
}

// The largest gain for a k that ends in a tile of sorted pairs; `before` are the sums of the tiles before.
__device__ Gain gainOfTile(const Pair* pairs, int count, Sums before)
{
    Sums sum = before + sumBefore(sumOfThread(pairs, count));
    Gain best = {};
    int end = min(count, ((int)threadIdx.x + 1) * PairsOfThread);
    for (int i = threadIdx.x * PairsOfThread; i < end; i++)
    {
        sum = sum + Sums{(double)pairs[i].curvature * pairs[i].magnitude, pairs[i].curvature};
        best = largest(best, Gain{sum.weighted * sum.weighted / sum.total, sum.weighted / sum.total}); // 0/0 is not larger
    }
    return largestOfBlock(best);
}

// The scale of a row, or of one of its sides, by one block.
template <class Grid>
__device__ float exactScale(const float* values, const float* curvature, int length, int side, Pair* from, Pair* to)
{
    takePairs<Grid>(values, curvature, length, side, from);
    for (int pass = 0; pass < DigitPasses; pass++)
    {
        int counted = 0; // pairs with the digit of this thread's number
        __syncthreads(); // the pairs are there
        for (int start = 0; start < length; start += TileSize)
        {
            findPlaces(from + start, min(TileSize, length - start), pass);
            if (threadIdx.x < Digits)
                counted += countOf(threadIdx.x, min(TileSize, length - start));
            __syncthreads(); // before the next tile takes the places
        }
        int first = sumBefore(counted);
        for (int start = 0; start < length; start += TileSize)
        {
            int count = min(TileSize, length - start);
            findPlaces(from + start, count, pass);
            int moved = threadIdx.x < Digits ? countOf(threadIdx.x, count) : 0;
            place(from + start, count, pass, first, to);
            first += moved;
        }
        Pair* sorted = to;
        to = from;
        from = sorted;
    }
    __syncthreads(); // the sorted pairs are there
    Gain best = {};
    Sums before = {};
    for (int start = 0; start < length; start += TileSize)
    {
        int count = min(TileSize, length - start);
        best = largest(best, gainOfTile(from + start, count, before));
        before = before + blockSum(sumOfThread(from + start, count));
    }
    return (float)best.scale;
}

// One side of a whole parameter, as all blocks sort it.
struct SortedSide
{
    Pair* from;
    Pair* to;
    int* digits; // [digit][tile]: how many pairs there are, then how many come before them
    int tiles;

    __device__ SortedSide(Memory memory, Parameter parameter, int side)
    {
        tiles = (parameter.count + TileSize - 1) / TileSize;
        from = memory.pairs + parameter.firstPair + side * parameter.count;
        to = from + memory.pairCount;
        digits = memory.digits + (2 * parameter.firstTile + side * tiles) * Digits;
    }
};

// Whether all blocks together sort a parameter.
template <int kind>
__device__ __forceinline__ bool isSorted(const Parameter& parameter)
{
    return parameter.firstShared >= 0 && parameter.firstPair >= 0 && !isKept<kind>(parameter);
}

// Calls work(parameter, side, sorted side, first pair, pairs, tile) for each of the block's tiles of such parameters.
template <int kind, class Work>
__device__ __forceinline__ void forSortedTiles(Memory memory, Work work)
{
    for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)
    {
        Parameter parameter = memory.parameters[parameterAt<&Parameter::firstTile>(memory, tile)];
        if (!isSorted<kind>(parameter))
            continue;
        Range range = rangeOf(parameter, tile);
        for (int side = 0; side < parameter.scalesPerRow; side++)
            work(parameter, side, SortedSide(memory, parameter, side), range.start, range.end - range.start, tile);
    }
}

// From how many pairs of each digit a tile has to how many come before them; one block for each side.
template <int kind>
__device__ void addDigits(Memory memory)
{
    int number = 0;
    for (int i = 0; i < memory.parameterCount; i++)
    {
        Parameter parameter = memory.parameters[i];
        for (int side = 0; isSorted<kind>(parameter) && side < parameter.scalesPerRow; side++)
        {
            if (number++ % gridDim.x != blockIdx.x)
                continue;
            SortedSide sorted(memory, parameter, side);
            int counts = Digits * sorted.tiles;
            int ofThread = (counts + Threads - 1) / Threads;
            int start = min(counts, (int)threadIdx.x * ofThread), end = min(counts, start + ofThread);
            int sum = 0;
            for (int k = start; k < end; k++)
                sum += sorted.digits[k];
            sum = sumBefore(sum);
            for (int k = start; k < end; k++)
            {
                int counted = sorted.digits[k];
                sorted.digits[k] = sum;
                sum += counted;
            }
        }
    }
}

// Solves the scales of all whole parameters with this solver; each block comes to the same results.
template <class Model, int kind>
__device__ void solveExactly(Memory memory, Alternation* shared, GridBarrier& barrier)
{
    for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)
    {
        int number = parameterAt<&Parameter::firstTile>(memory, tile);
        Parameter parameter = memory.parameters[number];
        if (!isSorted<kind>(parameter))
            continue;
        Range range = rangeOf(parameter, tile);
        const float* values = valuesOf<kind>(memory, parameter, number) + range.start;
        const float* curvature = memory.quantized + parameter.offset + range.start;
        dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
        {
            using Quantizer = decltype(quantizer);
            #pragma unroll
            for (int side = 0; side < Quantizer::Scales; side++)
            {
                Pair* to = SortedSide(memory, parameter, side).from + range.start;
                takePairs<Quantizer>(values, curvature, range.end - range.start, side, to);
            }
        });
    }
    barrier.wait(); // all pairs are there
    for (int pass = 0; pass < DigitPasses; pass++)
    {
        bool isOdd = pass % 2 != 0;
        forSortedTiles<kind>(memory, [&](const Parameter& parameter, int, SortedSide sorted, int start, int count, int tile)
        {
            findPlaces((isOdd ? sorted.to : sorted.from) + start, count, pass);
            if (threadIdx.x < Digits)
                sorted.digits[threadIdx.x * sorted.tiles + tile - parameter.firstTile] = countOf(threadIdx.x, count);
            __syncthreads(); // before the next tile takes the places
        });
        barrier.wait(); // all is counted
        addDigits<kind>(memory);
        barrier.wait(); // all places are there
        forSortedTiles<kind>(memory, [&](const Parameter& parameter, int, SortedSide sorted, int start, int count, int tile)
        {
            const Pair* from = (isOdd ? sorted.to : sorted.from) + start;
            findPlaces(from, count, pass);
            int first = threadIdx.x < Digits ? sorted.digits[threadIdx.x * sorted.tiles + tile - parameter.firstTile] : 0;
            place(from, count, pass, first, isOdd ? sorted.from : sorted.to);
        });
        barrier.wait(); // all pairs are where they belong
    }
    forSortedTiles<kind>(memory, [&](const Parameter&, int side, SortedSide sorted, int start, int count, int tile)
    {
        Sums sum = blockSum(sumOfThread(sorted.from + start, count));
        if (threadIdx.x == 0)
            ((Sums*)(memory.sums + tile * SumsPerTile))[side] = sum;
    });
    barrier.wait(); // all sums are there
    double* gains = memory.sums + memory.tiles * SumsPerTile;
    forSortedTiles<kind>(memory, [&](const Parameter& parameter, int side, SortedSide sorted, int start, int count, int tile)
    {
        Sums before = combined(memory.sums, parameter.firstTile, tile, side);
        Gain gain = gainOfTile(sorted.from + start, count, before);
        if (threadIdx.x == 0)
            ((Gain*)(gains + tile * SumsPerTile))[side] = gain;
    });
    barrier.wait(); // all gains are there
    for (int number = 0; number < memory.parameterCount; number++)
    {
        Parameter parameter = memory.parameters[number];
        for (int side = 0; isSorted<kind>(parameter) && side < parameter.scalesPerRow; side++)
        {
            int tiles = SortedSide(memory, parameter, side).tiles;
            int ofThread = (tiles + Threads - 1) / Threads; // side by side, so that of equal gains the first counts
            int start = min(tiles, (int)threadIdx.x * ofThread), end = min(tiles, start + ofThread);
            Gain best = {};
            for (int tile = start; tile < end; tile++)
                best = largest(best, ((const Gain*)(gains + (parameter.firstTile + tile) * SumsPerTile))[side]);
            best = largestOfBlock(best);
            if (threadIdx.x == 0)
                shared[parameter.firstShared + side].alpha = best.scale;
        }
    }
    __syncthreads(); // all threads see the scales
}
