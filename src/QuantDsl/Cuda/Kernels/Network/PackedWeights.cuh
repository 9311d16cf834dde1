// Weights as products by tensor cores read them. A quantized weight is a level times the scale of its output; levels lie as bits or as bfloat16 in the
// order of the terms: once for products by input, once for those by output. The update writes them with q (Packing.cuh), but those of rows that have
// scales of their own, and of large windows, are written once for each pass. What has no such level is read where it lies.

// The weights of an output: terms are [tap][input], the lines outputs.
template <int Outputs, int Inputs, int Taps>
struct ByOutput
{
    static constexpr int Lines = Outputs, Terms = Taps * Inputs;
    static constexpr bool HasPairs = Taps == 1 && Inputs % 2 == 0; // neighbours in memory

    static __device__ __forceinline__ int place(int line, int term)
    {
        return (line * Inputs + term % Inputs) * Taps + term / Inputs;
    }

    static __device__ __forceinline__ int output(int line, int)
    {
        return line;
    }
};

// The weights of an input: terms are [tap][output], the lines inputs.
template <int Outputs, int Inputs, int Taps>
struct ByInput
{
    static constexpr int Lines = Inputs, Terms = Taps * Outputs;
    static constexpr bool HasPairs = false;

    static __device__ __forceinline__ int place(int line, int term)
    {
        return (term % Outputs * Inputs + line) * Taps + term / Outputs;
    }

    static __device__ __forceinline__ int output(int, int term)
    {
        return term % Outputs;
    }
};

// Scales of a layer, by which sums of levels are multiplied. Rows: how many outputs, or gates of consecutive outputs, have scales of their own, or
// 1. Unit: of the grid. Outputs: those of a gate.
template <int Rows, int Unit, int Outputs = 1>
struct LevelScales
{
    static constexpr bool IsByOutput = Rows > 1;

    const float* values;

    __device__ __forceinline__ float of(int output) const
    {
        return values[IsByOutput ? output / Outputs : 0] / Unit;
    }

    // The level of a quantized weight. The quotient of a linear grid is a whole number but for its rounding, that of the others is the level.
    __device__ __forceinline__ float level(float q, int output) const
    {
        float alpha = values[IsByOutput ? output / Outputs : 0];
        float level = alpha > 0.0f ? q / alpha * Unit : 0.0f;
        return Unit > 1 ? rintf(level) : level;
    }
};

// Weights that are multiplied as they are.
struct NoScales
{
    static constexpr bool IsByOutput = false;

    __device__ __forceinline__ float of(int) const
    {
        return 1.0f;
    }
};

// Packed weights. A line has words for a multiple of 32 terms; those behind the last are 0 where that is a level.
template <class Order, Form form>
struct PackedWeights
{
    static constexpr Form Lies = form;
    static constexpr int WordsOf32 = form == Signs ? 1 : form == Trits ? 2 : 16;
    static constexpr int WordsOfLine = (Order::Terms + 31) / 32 * WordsOf32;

    const unsigned* words;

    __device__ __forceinline__ const unsigned* line(int number) const
    {
        return words + min(number, Order::Lines - 1) * WordsOfLine;
    }
};

// Weights where they lie.
template <class Order>
struct PlainWeights
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = Order::HasPairs;

    const float* weights;

    __device__ __forceinline__ float operator()(int line, int term) const
    {
        return weights[Order::place(min(line, Order::Lines - 1), term)];
    }

    __device__ __forceinline__ float2 pair(int line, int term) const
    {
        return *(const float2*)(weights + Order::place(min(line, Order::Lines - 1), term));
    }
};

// Packs a patch of eight lines by 32 words, or by the bits of one, a warp for each line: lines may be neighbours in memory.
template <class Order, Form form, class Scales>
__device__ void packWeights(int block, const float* weights, Scales scales, float* target)
{
    using Packed = PackedWeights<Order, form>;
    const int warps = Threads / 32;
    const int patches = (Order::Lines + warps - 1) / warps;
    int line = block % patches * warps + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (line >= Order::Lines)
        return;
    unsigned* words = (unsigned*)target + line * Packed::WordsOfLine;
    if constexpr (form == Levels)
    {
        int word = block / patches * 32 + lane;
        if (word >= Packed::WordsOfLine)
            return;
        unsigned pair = 0;
        #pragma unroll
        for (int i = 0; i < 2; i++)
        {
            int term = 2 * word + i;
            float level = term < Order::Terms
                ? scales.level(weights[Order::place(line, term)], Order::output(line, term))
                : 0.0f;
            unsigned bits[1];
            split(level, bits);
            pair |= bits[0] >> 16 * (1 - i);
        }
        words[word] = pair;
    }
    else
    {
        int term = block / patches * 32 + lane;
        float weight = term < Order::Terms ? weights[Order::place(line, term)] : 0.0f;
        unsigned signs = __ballot_sync(0xffffffff, __float_as_int(weight) < 0);
        if constexpr (form == Signs)
        {
            if (lane == 0)
                words[block / patches] = signs;
        }
        else
        {
            unsigned others = __ballot_sync(0xffffffff, weight != 0.0f);
            if (lane < 2)
                words[block / patches * 2 + lane] = lane == 0 ? signs & others : others;
        }
    }
}
