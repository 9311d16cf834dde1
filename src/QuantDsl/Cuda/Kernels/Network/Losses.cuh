// Losses of a minibatch, and their gradient with respect to the logits.

// eˣ by the polynomial of Moshier's Cephes library, with the bits of the CPU's (Exponential.cs).
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

// ln x by the polynomial of the same library, with the bits of the CPU's (Logarithm.cs), for normal numbers of at least 1 and what is not a number.
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

// What a sample adds to the sum of max(0, 1 − t·y)², where t is +1 for the true class and −1 for the others; and the gradient of the mean.
template <class Y, class Sums, class G>
__device__ void squaredHinge(Y logits, const int* labels, Sums losses, G gradient, int sample, int samples)
{
    if (threadIdx.x != 0)
        return;
    float factor = 2.0f / ((float)samples * (float)Y::Channels);
    float sum = 0;
    for (int i = 0; i < Y::Channels; i++)
    {
        float target = i == labels[sample] ? 1.0f : -1.0f;
        float shortfall = 1.0f - target * logits(sample, i);
        float hinge = shortfall <= 0.0f ? 0.0f : shortfall; // NaN stays
        sum = fmaf(hinge, hinge, sum);
        gradient(sample, i) = -target * hinge * factor;
    }
    losses.of(sample)[0] = sum;
}

// log Σ exp(y) − y of the true class, from y less the largest; and the gradient of the mean, (softmax(y) − (1 at the true class))/samples.
template <class Y, class Sums, class G>
__device__ void crossEntropy(Y logits, const int* labels, Sums losses, G gradient, int sample, int samples)
{
    if (threadIdx.x != 0)
        return;
    float largest = logits(sample, 0);
    for (int i = 1; i < Y::Channels; i++)
    {
        float logit = logits(sample, i);
        largest = logit > largest || logit != logit ? logit : largest;
    }
    float sum = 0;
    for (int i = 0; i < Y::Channels; i++)
        sum += exponential(logits(sample, i) - largest);
    int label = labels[sample];
    float factor = 1.0f / (float)samples;
    for (int i = 0; i < Y::Channels; i++)
    {
        float probability = exponential(logits(sample, i) - largest) / sum;
        gradient(sample, i) = (i == label ? probability - 1.0f : probability) * factor;
    }
    losses.of(sample)[0] = logarithmFromOne(sum) - (logits(sample, label) - largest);
}

// The mean over the batch, for each of `terms` terms of a sample.
template <int Batch, class Sums>
__device__ void meanLoss(Sums losses, int terms, float* loss, int samples)
{
    if (threadIdx.x == 0)
        *loss = (float)(sumOfSamples<Batch>(samples, [&](int sample) { return losses.of(sample)[0]; }) / ((double)samples * terms));
}
