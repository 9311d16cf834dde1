// How weights zig-zag (BLAQ, Table 1): measured while they move and while they are quantized. Of the step before are kept its gradient and the signs of
// its updates; sums of tiles are combined in their order.

// b of a weight, as a number that no other level has.
template <class Grid>
__device__ __forceinline__ signed char levelCode(float w, float alpha)
{
    int code = Grid::code(Grid::level(fabsf(w), alpha));
    return (signed char)(w < 0.0f ? -code : code);
}

// What a thread finds in its values of a tile.
template <int kind, class Quantizer>
struct TileMeasure
{
    Found found;

    // Adds up to four values that lie side by side. A trial moves nothing.
    __device__ __forceinline__ void add(
        const Memory& memory, const Parameter& parameter, int i, int lanes, const float (&before)[4], const float (&w)[4],
        const float (&first)[4], const float (&g)[4])
    {
        float* prior = memory.priorGradient + parameter.offset + i;
        float other[4] = {first[0], first[1], first[2], first[3]};
        if constexpr (kind != Backtrack)
            load(prior, lanes, other);
        #pragma unroll
        for (int k = 0; k < 4; k++)
        {
            if (k >= lanes)
                break;
            found.products += (double)g[k] * other[k];
            found.squares += (double)g[k] * g[k];
            if constexpr (kind != Trial)
                addMove(memory, parameter, i + k, before[k], w[k]);
        }
        if constexpr (kind == Laq)
            store(prior, lanes, g);
        if constexpr (kind == Backtrack)
            store(prior, lanes, first);
    }

    // Leaves the sums of the tile.
    __device__ __forceinline__ void finish(const Memory& memory, int tile) const
    {
        Found* to = memory.found + tile;
        double products = blockSum(found.products), squares = blockSum(found.squares);
        double swing = blockLargest(found.swing), signChanges = blockSum(found.signChanges);
        if (threadIdx.x > 0)
            return;
        (kind == Backtrack ? to->trialProducts : to->products) = products;
        (kind == Backtrack ? to->trialSquares : to->squares) = squares;
        to->swing = swing;
        to->signChanges = signChanges;
    }

private:
    __device__ __forceinline__ void addMove(const Memory& memory, const Parameter& parameter, int i, float before, float w)
    {
        float step = w - before;
        found.swing = fabsf(step) > found.swing ? fabsf(step) : found.swing;
        int direction = step > 0.0f ? 1 : step < 0.0f ? -1 : 0;
        signed char* prior = memory.directions + parameter.offset + i;
        found.signChanges += direction * *prior < 0 ? 1 : 0;
        *prior = (signed char)direction;
        int row = i / (parameter.count / parameter.rows);
        int side = Quantizer::Scales == 2 && before < 0.0f ? 1 : 0;
        float alpha = memory.scales[parameter.scale + row * Quantizer::Scales + side]; // still that of the step before
        memory.levels[parameter.offset + i] = levelCode<Quantizer>(before, alpha);
    }
};

__device__ __forceinline__ double cosine(double products, double a, double b, double none)
{
    if (!(a > 0 && b > 0))
        return none;
    double cosine = products / (sqrt(a) * sqrt(b));
    return cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
}

__device__ __forceinline__ void addTo(Mean& mean, double x)
{
    if (x != x)
        return;
    mean.sum += x;
    mean.count += 1;
}

// Ends a step: the measures of each parameter, a block for each.
__device__ void conclude(Memory memory, Step step)
{
    Parameter parameter = memory.parameters[blockIdx.x];
    if (isFaulty(memory) || parameter.quantizer < 0 || parameter.isFrozen)
        return;
    Found sum = {};
    int end = parameter.firstTile + (parameter.count + TileSize - 1) / TileSize;
    for (int tile = parameter.firstTile + threadIdx.x; tile < end; tile += Threads)
    {
        Found found = memory.found[tile];
        sum.products += found.products;
        sum.squares += found.squares;
        sum.trialProducts += found.trialProducts;
        sum.trialSquares += found.trialSquares;
        sum.swing = found.swing > sum.swing ? found.swing : sum.swing;
        sum.signChanges += found.signChanges;
    }
    sum = {blockSum(sum.products), blockSum(sum.squares), blockSum(sum.trialProducts), blockSum(sum.trialSquares), blockLargest(sum.swing),
        blockSum(sum.signChanges)};
    if (threadIdx.x > 0)
        return;
    Measures& measures = memory.measures[blockIdx.x];
    const double none = __int_as_float(0x7fc00000); // NaN
    long long number = (long long)(step.update >> StepShift);
    bool hasPredecessor = measures.step == number - 1;
    bool isBacktrack = (step.update >> KindShift & 3) == Backtrack;
    measures.levelFlips = memory.flips[blockIdx.x] / (double)parameter.count;
    measures.largestSwing = sum.swing;
    measures.signChanges = hasPredecessor ? sum.signChanges / parameter.count : none;
    measures.gradientCosine = hasPredecessor ? cosine(sum.products, measures.squares, sum.squares, none) : none;
    measures.trialCosine = isBacktrack ? cosine(sum.trialProducts, sum.squares, sum.trialSquares, none) : none;
    measures.squares = sum.squares;
    measures.step = number;
    addTo(measures.epoch.levelFlips, measures.levelFlips);
    addTo(measures.epoch.signChanges, measures.signChanges);
    addTo(measures.epoch.gradientCosine, measures.gradientCosine);
    addTo(measures.epoch.trialCosine, measures.trialCosine);
    measures.epoch.largestSwing = sum.swing > measures.epoch.largestSwing ? sum.swing : measures.epoch.largestSwing;
}
