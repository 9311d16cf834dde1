// Batch normalisation, in the order of the CPU's (BatchNormalization.cs). A value `channels` holds mean, 1/σ, scale, shift and Σ(x − mean)² of each
// channel, one row after the other; `means` holds the mean of ∂ and the slope along x − mean, where ∂ is the gradient of the normalised value.

// Mean and Σ(x − mean)² of some numbers.
struct Moments
{
    float mean, deviation;
    int count;

    // Those of two sets together, by the formula of Chan, Golub and LeVeque (1983), which does not cancel.
    __device__ __forceinline__ void merge(Moments other)
    {
        if (other.count == 0)
            return;
        float share = (float)other.count / (float)(count + other.count);
        float difference = other.mean - mean;
        mean = fmaf(difference, share, mean);
        deviation = fmaf(difference * difference, (float)count * share, deviation + other.deviation);
        count += other.count;
    }
};

// Over the batch, from those of each sample: in order within a shard, then the tree.
template <int Batch, class OfSample>
__device__ __forceinline__ Moments momentsOfBatch(int samples, OfSample ofSample)
{
    Shards<Batch> shards{samples};
    Moments pair = {}, four = {}, eight = {};
    for (int shard = 0; shard < ShardCount; shard++)
    {
        Moments sum = {};
        if (shards.start(shard) < shards.end(shard))
            sum = ofSample(shards.start(shard));
        for (int sample = shards.start(shard) + 1; sample < shards.end(shard); sample++)
            sum.merge(ofSample(sample));
        if (shard % 2 == 0)
        {
            pair = sum;
            continue;
        }
        pair.merge(sum);
        if (shard % 4 == 1)
        {
            four = pair;
            continue;
        }
        four.merge(pair);
        if (shard == 3)
            eight = four;
        else
            eight.merge(four);
    }
    return eight;
}

// What the layer has besides: its parameters, its running statistics and what they become, and its constants.
struct BatchNorm
{
    const float* gamma;
    const float* beta;
    const float* running; // means, then variances
    float* moved;
    float momentum, epsilon;

    // Scale and shift of a channel; returns √(variance + ε).
    template <int Channels>
    __device__ __forceinline__ float scale(float* channels, int channel, float mean, float variance) const
    {
        float deviation = sqrtf(variance + epsilon);
        float factor = gamma[channel] / deviation;
        channels[2 * Channels + channel] = factor;
        channels[3 * Channels + channel] = fmaf(0.0f - mean, factor, beta[channel]);
        return deviation;
    }

    // What follows from the moments of the batch.
    template <int Channels>
    __device__ __forceinline__ void conclude(Moments moments, int movesStatistics, float* channels, int channel) const
    {
        float deviation = scale<Channels>(channels, channel, moments.mean, moments.deviation / (float)moments.count);
        channels[channel] = moments.mean;
        channels[Channels + channel] = 1.0f / deviation;
        channels[4 * Channels + channel] = moments.deviation;
        if (movesStatistics == 0)
            return;
        float unbiased = moments.deviation / (float)(moments.count - 1);
        moved[channel] = fmaf(moments.mean, momentum, running[channel] * (1.0f - momentum));
        moved[Channels + channel] = fmaf(unbiased, momentum, running[Channels + channel] * (1.0f - momentum));
    }
};

// Of a sample: means, then deviations.
template <class X, class Sums>
__device__ void sampleMoments(X x, Sums moments, int sample)
{
    for (int channel = threadIdx.x; channel < X::Channels; channel += Threads)
    {
        float sum = 0;
        for (int pixel = 0; pixel < X::Pixels; pixel++)
            sum += x(sample, pixel * X::Channels + channel);
        float mean = sum / (float)X::Pixels;
        float deviation = 0;
        for (int pixel = 0; pixel < X::Pixels; pixel++)
        {
            float difference = x(sample, pixel * X::Channels + channel) - mean;
            deviation = fmaf(difference, difference, deviation);
        }
        moments.of(sample)[channel] = mean;
        moments.of(sample)[X::Channels + channel] = deviation;
    }
}

// A thread has a channel.
template <int Batch, int Channels, int Pixels, class Sums>
__device__ void batchMomentsOfImages(BatchNorm norm, Sums moments, float* channels, int samples, int movesStatistics)
{
    int channel = blockIdx.x * Threads + threadIdx.x;
    if (channel >= Channels)
        return;
    Moments batch = momentsOfBatch<Batch>(samples, [&](int sample)
    {
        const float* of = moments.of(sample);
        return Moments{of[channel], of[Channels + channel], Pixels};
    });
    norm.conclude<Channels>(batch, movesStatistics, channels, channel);
}

template <int Batch, class X>
__device__ void batchMomentsOfFeatures(BatchNorm norm, X x, float* channels, int samples, int movesStatistics)
{
    int channel = blockIdx.x * Threads + threadIdx.x;
    if (channel >= X::Channels)
        return;
    Moments batch = momentsOfBatch<Batch>(samples, [&](int sample) { return Moments{x(sample, channel), 0.0f, 1}; });
    norm.conclude<X::Channels>(batch, movesStatistics, channels, channel);
}

// Scale and shift for a prediction.
template <int Channels>
__device__ void runningScale(BatchNorm norm, float* channels)
{
    int channel = blockIdx.x * Threads + threadIdx.x;
    if (channel < Channels)
        norm.scale<Channels>(channels, channel, norm.running[channel], norm.running[Channels + channel]);
}

// y = f(x·scale + shift).
template <class F, class X, class Y>
__device__ void normalize(X x, const float* channels, Y y, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        int channel = i % X::Channels;
        y(sample, i) = F::apply(fmaf(x(sample, i), channels[2 * X::Channels + channel], channels[3 * X::Channels + channel]));
    }
}

// x − mean and ∂ of an element; the activation's argument is computed again as the forward pass did.
struct NormalizedElement
{
    float difference, gradient;

    template <class F, class X, class Y>
    static __device__ __forceinline__ NormalizedElement of(X x, Y outputGradient, const float* channels, int sample, int i)
    {
        int channel = i % X::Channels;
        float value = x(sample, i);
        float normalized = fmaf(value, channels[2 * X::Channels + channel], channels[3 * X::Channels + channel]);
        return {value - channels[channel], F::gradient(normalized, outputGradient(sample, i))};
    }
};

// Σ∂ of a sample, then Σ∂·(x − mean).
template <class F, class X, class Y, class Sums>
__device__ void sampleSums(X x, Y outputGradient, const float* channels, Sums sums, int sample)
{
    for (int channel = threadIdx.x; channel < X::Channels; channel += Threads)
    {
        float gradient = 0, product = 0;
        for (int pixel = 0; pixel < X::Pixels; pixel++)
        {
            auto element = NormalizedElement::of<F>(x, outputGradient, channels, sample, pixel * X::Channels + channel);
            gradient += element.gradient;
            product = fmaf(element.gradient, element.difference, product);
        }
        sums.of(sample)[channel] = gradient;
        sums.of(sample)[X::Channels + channel] = product;
    }
}

// ∂γ = Σ∂·x̂ and ∂β = Σ∂, and what ∂x takes from them.
template <int Channels>
__device__ void concludeGradient(float sum, float product, int count, const float* channels, float* means, float* gamma, float* beta, int channel)
{
    float inverse = channels[Channels + channel];
    float normalized = product * inverse;
    beta[channel] = sum;
    gamma[channel] = normalized;
    means[channel] = sum / (float)count;
    means[Channels + channel] = normalized / (float)count * inverse;
}

template <int Batch, int Channels, int Pixels, class Sums>
__device__ void parameterGradientsOfImages(Sums sums, const float* channels, float* means, float* gamma, float* beta, int samples)
{
    int channel = blockIdx.x * Threads + threadIdx.x;
    if (channel >= Channels)
        return;
    float sum = sumOfSamples<Batch>(samples, [&](int sample) { return sums.of(sample)[channel]; });
    float product = sumOfSamples<Batch>(samples, [&](int sample) { return sums.of(sample)[Channels + channel]; });
    concludeGradient<Channels>(sum, product, samples * Pixels, channels, means, gamma, beta, channel);
}

template <int Batch, class F, class X, class Y>
__device__ void parameterGradientsOfFeatures(
    X x, Y outputGradient, const float* channels, float* means, float* gamma, float* beta, int samples)
{
    int channel = blockIdx.x * Threads + threadIdx.x;
    if (channel >= X::Channels)
        return;
    float sum = sumOfSamples<Batch>(samples, [&](int sample)
    {
        return NormalizedElement::of<F>(x, outputGradient, channels, sample, channel).gradient;
    });
    float product = sumOfSamples<Batch>(samples, [&](int sample)
    {
        auto element = NormalizedElement::of<F>(x, outputGradient, channels, sample, channel);
        return element.gradient * element.difference;
    });
    concludeGradient<X::Channels>(sum, product, samples, channels, means, gamma, beta, channel);
}

// ∂x = scale·(∂ − mean(∂) − (x − mean)·slope).
template <class F, class X, class Y, class G>
__device__ void normalizationGradient(X x, Y outputGradient, const float* channels, const float* means, G inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        int channel = i % X::Channels;
        auto element = NormalizedElement::of<F>(x, outputGradient, channels, sample, i);
        float centered = fmaf(element.difference, 0.0f - means[X::Channels + channel], element.gradient - means[channel]);
        inputGradient(sample, i) = channels[2 * X::Channels + channel] * centered;
    }
}
