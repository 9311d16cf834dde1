// Transcendental functions by the polynomials of Moshier's Cephes library, with the bits of the CPU's.

// eˣ (Exponential.cs).
__device__ float exponential(float x)
{
    x = x > 89.0f ? 89.0f : x;
    x = -105.0f > x ? -105.0f : x;
    const float rounder = 12582912.0f; // 1.5·2²³: adding it rounds to a whole number, which then stands in the lowest bits
    float shifted = fmaf(x, 1.44269504f, rounder);
    float n = shifted - rounder;
    float r = fmaf(n, -0.693359375f, x);
    r = fmaf(n, 2.12194440e-4f, r);
    float p = 1.9875691500e-4f;
    p = fmaf(p, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    float power = fmaf(p, r * r, r) + 1.0f;
    int exponent = __float_as_int(shifted) - __float_as_int(rounder);
    int half = exponent >> 1;
    return power * __int_as_float((half + 127) << 23) * __int_as_float((exponent - half + 127) << 23);
}

// ln x (Logarithm.cs) for normal numbers of at least 1 and what is not a number.
__device__ float logarithmFromOne(float x)
{
    if (!(x < __int_as_float(0x7f800000)))
        return x; // ∞ and NaN
    int bits = __float_as_int(x) + (0x3f800000 - 0x3f3504f3);
    float e = (float)((bits >> 23) - 127);
    float m = __int_as_float((bits & 0x007fffff) + 0x3f3504f3);
    float f = m - 1.0f;
    float square = f * f;
    float p = 7.0376836292e-2f;
    p = fmaf(p, f, -1.1514610310e-1f);
    p = fmaf(p, f, 1.1676998740e-1f);
    p = fmaf(p, f, -1.2420140846e-1f);
    p = fmaf(p, f, 1.4249322787e-1f);
    p = fmaf(p, f, -1.6668057665e-1f);
    p = fmaf(p, f, 2.0000714765e-1f);
    p = fmaf(p, f, -2.4999993993e-1f);
    p = fmaf(p, f, 3.3333331174e-1f);
    float small = fmaf(e, -2.12194440e-4f, p * (f * square));
    small = fmaf(square, -0.5f, small);
    return fmaf(e, 0.693359375f, f + small);
}

// tanh x (HyperbolicTangent.cs).
__device__ float hyperbolicTangent(float x)
{
    float magnitude = fabsf(x);
    float result;
    if (0.625f > magnitude)
    {
        float square = x * x;
        float p = -5.70498872745e-3f;
        p = fmaf(p, square, 2.06390887954e-2f);
        p = fmaf(p, square, -5.37397155531e-2f);
        p = fmaf(p, square, 1.33314422036e-1f);
        p = fmaf(p, square, -3.33332819422e-1f);
        result = fmaf(p * square, magnitude, magnitude);
    }
    else
    {
        result = 1.0f - 2.0f / (exponential(magnitude + magnitude) + 1.0f);
    }
    return __int_as_float(__float_as_int(result) | (__float_as_int(x) & (int)0x80000000));
}

// 1/(1 + e⁻ˣ), the logistic function (Logistic.cs): from e to the power of −|x|, which cannot overflow.
__device__ float logistic(float x)
{
    float power = exponential(-fabsf(x));
    return (0.0f > x ? power : 1.0f) / (1.0f + power);
}

// Φ(x) and φ(x) of the normal distribution; NormalDistribution.cs says how.
struct NormalDistribution
{
    float distribution, density;

    static __device__ __forceinline__ NormalDistribution of(float x)
    {
        float z = fabsf(x);
        z = z > 14.5f ? 14.5f : z;
        float square = z * z;
        float rest = fmaf(z, z, 0.0f - square);
        float power = exponential(square * -0.5f);
        power = fmaf(power, rest * -0.5f, power);
        float t = 1.0f / fmaf(z, 0.3f, 1.0f);
        float p = -0.0209560245f;
        p = fmaf(p, t, 0.11425744f);
        p = fmaf(p, t, -0.232524335f);
        p = fmaf(p, t, 0.197550476f);
        p = fmaf(p, t, -0.0842134058f);
        p = fmaf(p, t, 0.0987113416f);
        p = fmaf(p, t, 0.0775179118f);
        p = fmaf(p, t, 0.110418409f);
        p = fmaf(p, t, 0.119550437f);
        p = fmaf(p, t, 0.119687751f);
        float tail = p * t * power;
        return {0.0f > x ? tail : 1.0f - tail, power * 0.398942280f};
    }
};
