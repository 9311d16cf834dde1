// The grids: `level` gives the level next to magnitude/α, in units of 1/Unit, and `code` a whole number up to 127 that no other level has. The sign is
// the weight's.

// How weights lie of which products by tensor cores read the levels.
enum Form
{
    Numbers, // not so: float32, asked for one by one or in pairs
    Levels,  // bfloat16: two terms of a line in a word
    Signs,   // a bit for each term: whether it is −1 instead of 1
    Trits,   // a word of signs, then one of what is not 0
};

template <int bits>
struct BitWidth
{
    static constexpr int Steps = (1 << (bits - 1)) - 1; // from 0 to the largest level
};
using Bits2 = BitWidth<2>;
using Bits3 = BitWidth<3>;
using Bits4 = BitWidth<4>;
using Bits5 = BitWidth<5>;
using Bits6 = BitWidth<6>;
using Bits7 = BitWidth<7>;
using Bits8 = BitWidth<8>;

// ±1.
struct BinaryGrid
{
    static constexpr int Scales = 1; // per row
    static constexpr int Unit = 1;
    static constexpr Form Lies = Signs;

    static __device__ __forceinline__ float level(float, float)
    {
        return 1.0f;
    }

    static __device__ __forceinline__ int code(float)
    {
        return 1;
    }
};

// −1, 0, 1.
struct TernaryGrid
{
    static constexpr int Scales = 1;
    static constexpr int Unit = 1;
    static constexpr Form Lies = Trits;

    static __device__ __forceinline__ float level(float magnitude, float alpha)
    {
        return magnitude > alpha * 0.5f ? 1.0f : 0.0f;
    }

    static __device__ __forceinline__ int code(float level)
    {
        return (int)level;
    }
};

// −α₋, 0, α₊: positive and negative weights have a scale each, in this order.
struct TwoScaleGrid : TernaryGrid
{
    static constexpr int Scales = 2;
};

// −n, …, n in units of 1/n; halfway goes to the even one.
template <class Bits>
struct LinearGrid
{
    static constexpr int Scales = 1;
    static constexpr int Unit = Bits::Steps;
    static constexpr Form Lies = Levels;

    static __device__ __forceinline__ float level(float magnitude, float alpha)
    {
        return rintf(fminf(magnitude / alpha, 1.0f) * (float)Bits::Steps);
    }

    static __device__ __forceinline__ int code(float level)
    {
        return (int)level;
    }

    static __device__ __forceinline__ float levelOf(int code)
    {
        return (float)code;
    }
};

// 0, ±2^−(n−1), …, ±½, ±1; halfway goes to the smaller.
template <class Bits>
struct LogarithmicGrid
{
    static constexpr int Scales = 1;
    static constexpr int Unit = 1;
    static constexpr Form Lies = Levels;

    static __device__ __forceinline__ float level(float magnitude, float alpha)
    {
        float relative = fminf(magnitude / alpha, 1.0f);
        float smallest = __int_as_float((128 - Bits::Steps) << 23); // 2^(1 − n)
        // Adding just under half of the mantissa's range carries into the exponent exactly when the mantissa is above 1.5.
        float rounded = __int_as_float((__float_as_int(relative) + 0x003fffff) & (int)0xff800000);
        return relative > smallest / 2 ? fmaxf(rounded, smallest) : 0.0f;
    }

    static __device__ __forceinline__ int code(float level)
    {
        return __float_as_int(level) >> 23; // the exponent
    }

    static __device__ __forceinline__ float levelOf(int code)
    {
        return __int_as_float(code << 23);
    }
};

// α·b.
template <class Grid>
__device__ __forceinline__ float quantized(float w, float alpha)
{
    float q = alpha * (Grid::level(fabsf(w), alpha) / Grid::Unit);
    return w < 0.0f ? -q : q;
}
