// Weights as products by tensor cores read them (Network/PackedWeights.cuh), written when their q is: a block takes the weights of 32 outputs that
// meet 32 inputs, and puts their levels into the order of the terms, once by output and once by input. So each is read once for q and both orders.

const int PatchSide = 32;
const int PatchStride = PatchSide * PackedTaps + 4; // from an output to the next, in bytes: neighbours lie in different banks

__device__ signed char* patchMemory()
{
    __shared__ signed char codes[PatchSide * PatchStride];
    return codes;
}

__device__ __forceinline__ bool isPacked(const Parameter& parameter)
{
    return parameter.taps > 0;
}

// Puts a few bits into a word, and what does not fit into the next. Where other blocks have the rest of a word, each changes its own bits only, so
// that their order does not matter.
__device__ __forceinline__ void putBits(unsigned* word, int next, int shift, int count, bool isWhole, unsigned bits)
{
    if (isWhole)
    {
        *word = bits;
        return;
    }
    unsigned mask = 0xffffffffu >> (32 - count);
    atomicAnd(word, ~(mask << shift));
    atomicOr(word, bits << shift);
    if (shift + count <= 32)
        return;
    atomicAnd(word + next, ~(mask >> (32 - shift)));
    atomicOr(word + next, bits >> (32 - shift));
}

// Puts the levels that a warp's lanes have of up to 32 terms into a line of the packed weights.
template <class Grid>
__device__ __forceinline__ void putLevels(unsigned* lines, int line, int terms, int term, int count, int code)
{
    constexpr int wordsOf32 = Grid::Lies == Signs ? 1 : Grid::Lies == Trits ? 2 : 16;
    unsigned* words = lines + (long long)line * ((terms + 31) / 32 * wordsOf32);
    int lane = threadIdx.x % 32;
    if constexpr (Grid::Lies == Levels)
    {
        unsigned level = __float_as_int(Grid::levelOf(code < 0 ? -code : code)) >> 16;
        if (lane < count)
            ((unsigned short*)words)[term + lane] = (unsigned short)(code < 0 ? level | 0x8000 : level);
    }
    else
    {
        unsigned signs = __ballot_sync(0xffffffff, lane < count && code < 0);
        unsigned others = __ballot_sync(0xffffffff, lane < count && code != 0);
        bool isWhole = term % 32 == 0 && (count == 32 || term + count == terms);
        if (lane < wordsOf32)
            putBits(words + term / 32 * wordsOf32 + lane, wordsOf32, term % 32, count, isWhole, lane == 0 ? signs : others);
    }
}

// What a block of a tile's number writes of a parameter: q, if it is to, and the packed weights.
template <class Quantizer, bool writesQuantized>
__device__ void writePatches(Memory memory, Parameter parameter, int tile, const float* values, float alpha)
{
    int inputs = parameter.inputs, taps = parameter.taps;
    int outputs = parameter.count / (inputs * taps);
    int across = (inputs + PatchSide - 1) / PatchSide;
    int patches = (outputs + PatchSide - 1) / PatchSide * across;
    int tiles = (parameter.count + TileSize - 1) / TileSize;
    int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    float* q = memory.quantized + parameter.offset;
    signed char* codes = patchMemory();
    for (int patch = tile - parameter.firstTile; patch < patches; patch += tiles)
    {
        int firstOutput = patch / across * PatchSide;
        int firstInput = patch % across * PatchSide;
        int height = min(PatchSide, outputs - firstOutput);
        int width = min(PatchSide, inputs - firstInput);
        #pragma unroll 4
        for (int output = warp; output < height; output += Threads / 32)
        {
            int start = ((firstOutput + output) * inputs + firstInput) * taps;
            for (int i = lane; i < width * taps; i += 32)
            {
                float w = values[start + i];
                codes[output * PatchStride + i] = levelCode<Quantizer>(w, alpha);
                if constexpr (writesQuantized)
                    q[start + i] = quantized<Quantizer>(w, alpha);
            }
        }
        __syncthreads(); // all levels are there
        for (int i = warp; i < height * taps && parameter.byOutput >= 0; i += Threads / 32)
        {
            int output = i / taps, tap = i % taps;
            int code = codes[output * PatchStride + min(lane, width - 1) * taps + tap];
            putLevels<Quantizer>(
                memory.packed + parameter.byOutput, firstOutput + output, taps * inputs, tap * inputs + firstInput, width, code);
        }
        for (int i = warp; i < width * taps && parameter.byInput >= 0; i += Threads / 32)
        {
            int input = i / taps, tap = i % taps;
            int code = codes[min(lane, height - 1) * PatchStride + input * taps + tap];
            putLevels<Quantizer>(
                memory.packed + parameter.byInput, firstInput + input, taps * outputs, tap * outputs + firstOutput, height, code);
        }
        __syncthreads(); // the levels are read
    }
}

// Packs the quantized weights anew, by their scales: they have come from the host.
template <class Model>
__device__ void pack(Memory memory)
{
    for (int tile = blockIdx.x; tile < memory.tiles; tile += gridDim.x)
    {
        Parameter parameter = memory.parameters[parameterAt<&Parameter::firstTile>(memory, tile)];
        if (!isPacked(parameter))
            continue;
        dispatch(typename Model::Quantizers{}, parameter.quantizer, [&](auto quantizer)
        {
            using Quantizer = decltype(quantizer);
            if constexpr (Quantizer::Scales == 1)
            {
                const float* values = memory.quantized + parameter.offset;
                writePatches<Quantizer, false>(memory, parameter, tile, values, memory.presentScales[parameter.scale]);
            }
        });
    }
}
