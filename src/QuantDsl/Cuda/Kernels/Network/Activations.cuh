// Activations with the CPU's bits: f, f′(x) times a gradient and, where that follows from y = f(x), the same from y. NaN stays, so that a loss
// shows it.

struct Identity
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x;
    }

    static __device__ __forceinline__ float gradient(float, float outputGradient)
    {
        return outputGradient;
    }
};

// max(0, x), with f′(0) = 0. y is above 0 where x is.
struct Relu
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x <= 0.0f ? 0.0f : x;
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        return x <= 0.0f ? 0.0f : outputGradient;
    }

    static __device__ __forceinline__ float gradientFromOutput(float y, float outputGradient)
    {
        return gradient(y, outputGradient);
    }
};

// x above 0, slope·x elsewhere, with f′(0) = slope. y is above 0 where x is. The slope is a type's: it is no whole number.
template <class Slope>
struct LeakyRelu
{
    static __device__ __forceinline__ float apply(float x)
    {
        return gradient(x, x);
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        return x <= 0.0f ? Slope::Value * outputGradient : outputGradient;
    }

    static __device__ __forceinline__ float gradientFromOutput(float y, float outputGradient)
    {
        return gradient(y, outputGradient);
    }
};

// f′ = f·(1 − f).
struct Sigmoid
{
    static __device__ __forceinline__ float apply(float x)
    {
        return logistic(x);
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        return gradientFromOutput(logistic(x), outputGradient);
    }

    static __device__ __forceinline__ float gradientFromOutput(float y, float outputGradient)
    {
        return (1.0f - y) * y * outputGradient;
    }
};

// f′ = 1 − f².
struct Tanh
{
    static __device__ __forceinline__ float apply(float x)
    {
        return hyperbolicTangent(x);
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        return gradientFromOutput(hyperbolicTangent(x), outputGradient);
    }

    static __device__ __forceinline__ float gradientFromOutput(float y, float outputGradient)
    {
        return fmaf(0.0f - y, y, 1.0f) * outputGradient;
    }
};

// x·σ(x) with the logistic function σ; f′ = σ·(1 + x·(1 − σ)).
struct Silu
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x * logistic(x);
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        float sigmoid = logistic(x);
        return fmaf(x, 1.0f - sigmoid, 1.0f) * sigmoid * outputGradient;
    }
};

// x·Φ(x); f′ = Φ(x) + x·φ(x).
struct Gelu
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x * NormalDistribution::of(x).distribution;
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        NormalDistribution normal = NormalDistribution::of(x);
        return fmaf(x, normal.density, normal.distribution) * outputGradient;
    }
};

// x·min(max(x + 3, 0), 6)/6; f′ is 0 below −3, x/3 + ½ from −3 to 3, and 1 above.
struct HardSwish
{
    static __device__ __forceinline__ float apply(float x)
    {
        float within = x * (x + 3.0f) / 6.0f;
        return -3.0f > x ? 0.0f : x > 3.0f ? x : within;
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        float slope = fmaf(x, 1.0f / 3.0f, 0.5f);
        return (-3.0f > x ? 0.0f : x > 3.0f ? 1.0f : slope) * outputGradient;
    }
};
