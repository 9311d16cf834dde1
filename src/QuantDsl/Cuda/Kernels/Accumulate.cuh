// The launches that read the gradients, a block for each tile: a check that writes nothing of the model, then the one that moves weights and
// moments, and adds up what the scales follow from.

// Notes what is NaN or infinite: the loss, a running statistic, or for the first parameter that has one, a gradient, its square or its curvature.
// Then this update and those after it write nothing until the host has read the fault.
template <class Model>
__device__ void check(Memory memory, Step step)
{
    int tile = blockIdx.x;
    int number = parameterAt<&Parameter::firstTile>(memory, tile);
    const float* gradient = memory.gradients[number];
    Range range = rangeOf(memory.parameters[number], tile);
    bool isFinite = true;
    if (memory.parameters[number].isFrozen)
        range.end = range.start;
    for (int i = range.start + 4 * threadIdx.x; i < range.end; i += 4 * Threads)
    {
        float g[4];
        load(gradient + i, min(4, range.end - i), g);
        #pragma unroll
        for (int k = 0; k < 4; k++)
        {
            float x = clipped<Model>(g[k]);
            float square = x * x;
            float curvature = (fabsf(x) + Model::Epsilon) * step.inverseLearningRate;
            isFinite = isFinite && square - square == 0.0f && curvature - curvature == 0.0f;
        }
    }
    float loss = memory.loss == nullptr ? 0.0f : *memory.loss;
    bool isLossFinite = loss - loss == 0.0f;
    unsigned long long update = step.update + (isLossFinite ? FiniteLoss : 0);
    if (!isFinite)
        atomicMin(memory.fault, update + number);
    if (tile > 0)
        return;
    if (!isLossFinite && threadIdx.x == 0)
        atomicMin(memory.fault, update + LossAlone);
    for (int i = threadIdx.x; i < memory.statisticsCount; i += Threads)
    {
        float statistic = memory.pendingStatistics[i];
        if (statistic - statistic != 0.0f)
            atomicMin(memory.fault, update + memory.parameterCount + i);
    }
}

// Moves the values of a tile. Those of quantized parameters are clipped to ±1; what the solver needs D again for keeps it where q will be. In full
// precision q is w. A trial leaves weights and moments alone: its weights go where their gradient was, which goes to `firstGradient`.
template <class Model, int kind, class Quantizer>
__device__ __forceinline__ void moveTile(Memory memory, Step step, Parameter parameter, float* gradient, int tile)
{
    float* latent = memory.latent + parameter.offset;
    float* q = memory.quantized + parameter.offset;
    float* firstMoment = memory.firstMoment + parameter.offset;
    float* secondMoment = memory.secondMoment + parameter.offset;
    float* firstGradient = memory.firstGradient + parameter.offset;
    bool keepsCurvature = false;
    if constexpr (Quantizer::IsQuantized)
        keepsCurvature = Quantizer::How != ClosedForm || parameter.rows > 1;
    Range range = rangeOf(parameter, tile);
    constexpr bool isMeasured = Model::IsMeasured && Quantizer::IsQuantized && kind != Initial;
    TileMeasure<kind, Quantizer> measure = {};
    Sums sums[Quantizer::Scales] = {};
    for (int i = range.start + 4 * threadIdx.x; i < range.end; i += 4 * Threads)
    {
        int lanes = min(4, range.end - i);
        float first[4] = {}, g[4] = {}, w[4], m[4] = {}, v[4] = {}, d[4] = {};
        load(latent + i, lanes, w);
        if constexpr (kind != Initial)
        {
            load(gradient + i, lanes, g);
            load(firstMoment + i, lanes, m);
            load(secondMoment + i, lanes, v);
        }
        if constexpr (kind == Backtrack)
            load(firstGradient + i, lanes, first);
        float before[4] = {w[0], w[1], w[2], w[3]};
        #pragma unroll
        for (int k = 0; k < 4; k++)
        {
            if (k >= lanes)
                break;
            if constexpr (kind == Initial)
                d[k] = 1.0f; // there is no curvature yet
            else
                w[k] = moved<Model, kind>(step, Quantizer::IsQuantized || parameter.decays != 0, first[k], g[k], w[k], m[k], v[k], d[k]);
            if constexpr (Quantizer::IsQuantized)
            {
                w[k] = fminf(fmaxf(w[k], -1.0f), 1.0f);
                #pragma unroll
                for (int side = 0; side < Quantizer::Scales; side++)
                    MeanMagnitude<Quantizer>{side}.add(sums[side], w[k], d[k]);
            }
        }
        if constexpr (isMeasured)
            measure.add(memory, parameter, i, lanes, before, w, first, g);
        if constexpr (kind == Trial)
            store(firstGradient + i, lanes, g);
        if constexpr (kind == Laq || kind == Backtrack)
        {
            store(firstMoment + i, lanes, m);
            store(secondMoment + i, lanes, v);
        }
        if constexpr (kind != Initial && (kind != Trial || Quantizer::IsQuantized))
            store(kind == Trial ? gradient + i : latent + i, lanes, w);
        if constexpr (!Quantizer::IsQuantized)
            store(q + i, lanes, w);
        else if (keepsCurvature)
            store(q + i, lanes, d);
    }
    if constexpr (Quantizer::IsQuantized)
    {
        #pragma unroll
        for (int side = 0; side < Quantizer::Scales; side++)
        {
            Sums sum = blockSum(sums[side]);
            if (threadIdx.x == 0)
                ((Sums*)(memory.sums + tile * SumsPerTile))[side] = sum;
        }
    }
    if constexpr (isMeasured)
        measure.finish(memory, tile);
}

// The work of a launch on a tile. A lambda may be left a call, and what it captures would lie in local memory.
template <class Model, int kind>
struct TileMove
{
    Memory memory;
    Step step;
    Parameter parameter;
    float* gradient;
    int tile;

    template <class Quantizer>
    __device__ __forceinline__ void operator()(Quantizer) const
    {
        moveTile<Model, kind, Quantizer>(memory, step, parameter, gradient, tile);
    }
};

// Ends a step: the running statistics are those that it has moved, and its loss is added to those of the epoch, unless there is a fault. Losses are
// added one after the other, as on the CPU.
__device__ void endStep(Memory memory)
{
    bool faulty = isFaulty(memory);
    for (int i = threadIdx.x; i < memory.statisticsCount && !faulty; i += Threads)
        memory.statistics[i] = memory.pendingStatistics[i];
    if (threadIdx.x != 0 || memory.control == nullptr || !memory.control->isOfEpoch)
        return;
    memory.epoch->position++;
    if (!faulty)
        *memory.lossSum += *memory.firstLoss;
}

// The last update of a step has a block more, which ends it: only the check finds faults, and that is over.
template <class Model, int kind>
__device__ void accumulate(Memory memory, Step step)
{
    if ((kind == Laq || kind == Backtrack) && (int)blockIdx.x == memory.tiles)
        return endStep(memory);
    if (isFaulty(memory))
        return;
    int tile = blockIdx.x;
    if (tile == 0 && threadIdx.x == 0)
        *memory.arrived = 0;
    int number = parameterAt<&Parameter::firstTile>(memory, tile);
    Parameter parameter = memory.parameters[number];
    if (isKept<kind>(parameter))
        return;
    if constexpr (Model::IsMeasured)
    {
        if (tile == parameter.firstTile && threadIdx.x == 0)
            memory.flips[number] = 0;
    }
    float* gradient = kind == Initial ? nullptr : memory.gradients[number];
    if (parameter.quantizer < 0)
        return moveTile<Model, kind, FullPrecisionParameter>(memory, step, parameter, gradient, tile);
    dispatch(typename Model::Quantizers{}, parameter.quantizer, TileMove<Model, kind>{memory, step, parameter, gradient, tile});
}
