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

// Channels of a block that goes by channels: its lanes. Its warps have the shards of the batch.
const int ChannelsOfBlock = 32;
static_assert(Threads == ShardCount * ChannelsOfBlock, "each warp has a shard");

__device__ __forceinline__ int shardOfThread()
{
    return threadIdx.x / ChannelsOfBlock;
}

__device__ __forceinline__ int channelOfThread(int block)
{
    return block * ChannelsOfBlock + threadIdx.x % ChannelsOfBlock;
}

// Of shards that lie `ChannelsOfBlock` apart, together: by the tree of all sums over the batch.
__device__ __forceinline__ Moments mergedShards(const Moments* shards)
{
    Moments eight = {};
    #pragma unroll
    for (int half = 0; half < ShardCount; half += 4)
    {
        Moments four = shards[half * ChannelsOfBlock];
        four.merge(shards[(half + 1) * ChannelsOfBlock]);
        Moments pair = shards[(half + 2) * ChannelsOfBlock];
        pair.merge(shards[(half + 3) * ChannelsOfBlock]);
        four.merge(pair);
        if (half == 0)
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

// From the moments of each sample to those of the batch: in order within a shard, then the tree.
template <int Batch, int Channels, class OfSample>
__device__ __forceinline__ void batchMoments(
    BatchNorm norm, float* channels, int samples, int movesStatistics, int block, OfSample ofSample)
{
    __shared__ Moments shards[ShardCount * ChannelsOfBlock];
    int channel = channelOfThread(block), shard = shardOfThread();
    if (channel < Channels)
    {
        Shards<Batch> batch{samples};
        Moments sum = {};
        for (int sample = batch.start(shard); sample < batch.end(shard); sample++)
        {
            if (sample == batch.start(shard))
                sum = ofSample(sample, channel);
            else
                sum.merge(ofSample(sample, channel));
        }
        shards[threadIdx.x] = sum;
    }
    __syncthreads();
    if (channel < Channels && shard == 0)
        norm.conclude<Channels>(mergedShards(shards + threadIdx.x), movesStatistics, channels, channel);
}

template <int Batch, int Channels, int Pixels, class Sums>
__device__ void batchMomentsOfImages(BatchNorm norm, Sums moments, float* channels, int samples, int movesStatistics, int block)
{
    batchMoments<Batch, Channels>(norm, channels, samples, movesStatistics, block, [&](int sample, int channel)
    {
        const float* of = moments.of(sample);
        return Moments{of[channel], of[Channels + channel], Pixels};
    });
}

template <int Batch, class X>
__device__ void batchMomentsOfFeatures(BatchNorm norm, X x, float* channels, int samples, int movesStatistics, int block)
{
    batchMoments<Batch, X::Channels>(norm, channels, samples, movesStatistics, block, [&](int sample, int channel)
    {
        return Moments{x(sample, channel), 0.0f, 1};
    });
}

// Scale and shift for a prediction.
template <int Channels>
__device__ void runningScale(BatchNorm norm, float* channels, int block)
{
    int channel = channelOfThread(block);
    if (channel < Channels && shardOfThread() == 0)
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

// The same of features, by the blocks that have found scale and shift.
template <class F, class X, class Y>
__device__ void normalizeFeatures(X x, const float* channels, Y y, int samples, int block)
{
    int channel = channelOfThread(block);
    for (int sample = shardOfThread(); channel < X::Channels && sample < samples; sample += ShardCount)
        y(sample, channel) = F::apply(fmaf(x(sample, channel), channels[2 * X::Channels + channel], channels[3 * X::Channels + channel]));
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

// Sums over the batch of what `add` adds of a sample to both, then what follows from them.
template <int Batch, int Channels, int Pixels, class Add>
__device__ __forceinline__ void parameterGradients(
    const float* channels, float* means, float* gamma, float* beta, int samples, int block, Add add)
{
    __shared__ float sums[Threads];
    __shared__ float products[Threads];
    int channel = channelOfThread(block), shard = shardOfThread();
    if (channel < Channels)
    {
        Shards<Batch> batch{samples};
        float sum = 0, product = 0;
        for (int sample = batch.start(shard); sample < batch.end(shard); sample++)
            add(sample, channel, sum, product);
        sums[threadIdx.x] = sum;
        products[threadIdx.x] = product;
    }
    __syncthreads();
    if (channel < Channels && shard == 0)
    {
        float sum = sumOfShards(sums + threadIdx.x, ChannelsOfBlock);
        float product = sumOfShards(products + threadIdx.x, ChannelsOfBlock);
        concludeGradient<Channels>(sum, product, samples * Pixels, channels, means, gamma, beta, channel);
    }
}

template <int Batch, int Channels, int Pixels, class Sums>
__device__ void parameterGradientsOfImages(
    Sums sums, const float* channels, float* means, float* gamma, float* beta, int samples, int block)
{
    parameterGradients<Batch, Channels, Pixels>(
        channels, means, gamma, beta, samples, block, [&](int sample, int channel, float& sum, float& product)
        {
            sum += sums.of(sample)[channel];
            product += sums.of(sample)[Channels + channel];
        });
}

template <int Batch, class F, class X, class Y>
__device__ void parameterGradientsOfFeatures(
    X x, Y outputGradient, const float* channels, float* means, float* gamma, float* beta, int samples, int block)
{
    parameterGradients<Batch, X::Channels, 1>(
        channels, means, gamma, beta, samples, block, [&](int sample, int channel, float& sum, float& product)
        {
            auto element = NormalizedElement::of<F>(x, outputGradient, channels, sample, channel);
            sum += element.gradient;
            product += element.gradient * element.difference;
        });
}

// ∂x = scale·(∂ − mean(∂) − (x − mean)·slope), of an element.
template <class F, class X, class Y>
__device__ __forceinline__ float normalizationGradientAt(
    X x, Y outputGradient, const float* channels, const float* means, int sample, int i)
{
    int channel = i % X::Channels;
    auto element = NormalizedElement::of<F>(x, outputGradient, channels, sample, i);
    float centered = fmaf(element.difference, 0.0f - means[X::Channels + channel], element.gradient - means[channel]);
    return channels[2 * X::Channels + channel] * centered;
}

template <class F, class X, class Y, class G>
__device__ void normalizationGradient(X x, Y outputGradient, const float* channels, const float* means, G inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        inputGradient(sample, i) = normalizationGradientAt<F>(x, outputGradient, channels, means, sample, i);
}

// The same of features, by the blocks that have found the means.
template <class F, class X, class Y, class G>
__device__ void normalizationGradientOfFeatures(
    X x, Y outputGradient, const float* channels, const float* means, G inputGradient, int samples, int block)
{
    int channel = channelOfThread(block);
    for (int sample = shardOfThread(); channel < X::Channels && sample < samples; sample += ShardCount)
        inputGradient(sample, channel) = normalizationGradientAt<F>(x, outputGradient, channels, means, sample, channel);
}

// ∂x of a layer that is frozen, whose mean and variance do not depend on x: scale·∂.
template <class F, class X, class Y, class G>
__device__ void frozenNormalizationGradient(X x, Y outputGradient, const float* channels, G inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        float scale = channels[2 * X::Channels + i % X::Channels];
        float normalized = fmaf(x(sample, i), scale, channels[3 * X::Channels + i % X::Channels]);
        inputGradient(sample, i) = scale * F::gradient(normalized, outputGradient(sample, i));
    }
}
