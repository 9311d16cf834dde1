// Layer normalisation, y = f(γ·x̂ + β) with x̂ = (x − mean)/σ over the channels of each pixel, in the order of the CPU's (PixelMoments.cs,
// ChannelSum.cs, LayerNormGradient.cs). 16 threads sum over the channels of a pixel; so a block has 16 pixels at a time.

const int ChannelSums = 16; // side by side: sum i takes the channels i, i + 16, i + 32 and so on
const int PixelsAtOnce = Threads / ChannelSums;

// What the channels of these pixels have in common.
struct PixelGroup
{
    float mean[PixelsAtOnce];
    float inverse[PixelsAtOnce]; // 1/σ
    float gradient[PixelsAtOnce]; // mean of h = γ·∂, where ∂ is the gradient of γ·x̂ + β
    float falling[PixelsAtOnce]; // less the mean of h·x̂
};

__device__ PixelGroup& pixelGroup()
{
    __shared__ PixelGroup group;
    return group;
}

// The pixel of this thread, as a number in its group.
__device__ __forceinline__ int numberInGroup()
{
    return threadIdx.x / ChannelSums;
}

// The sum of terms over the channels of a thread's pixel; the first thread of the pixel gets it. All threads must come.
template <int Channels, class Term>
__device__ __forceinline__ float sumOfChannels(Term term)
{
    float sum = 0;
    #pragma unroll 4
    for (int channel = threadIdx.x % ChannelSums; channel < Channels; channel += ChannelSums)
        sum += term(channel);
    for (int offset = ChannelSums / 2; offset > 0; offset /= 2)
        sum += (float)__shfl_down_sync(0xffffffff, sum, offset);
    return sum;
}

__device__ __forceinline__ bool isFirstOfPixel()
{
    return threadIdx.x % ChannelSums == 0;
}

// The layer's parameters and its constant.
struct LayerNorm
{
    const float* gamma;
    const float* beta;
    float epsilon;

    // Mean and 1/σ of a group of pixels, from its first on. Threads of pixels behind the last do what nobody uses: a shuffle needs all.
    template <class X>
    __device__ __forceinline__ void measure(X x, int sample, int first) const
    {
        PixelGroup& group = pixelGroup();
        int number = numberInGroup();
        int start = min(first + number, X::Pixels - 1) * X::Channels;
        float sum = sumOfChannels<X::Channels>([&](int channel) { return x(sample, start + channel); });
        if (isFirstOfPixel())
            group.mean[number] = sum / (float)X::Channels;
        __syncthreads();
        float mean = group.mean[number];
        float squares = sumOfChannels<X::Channels>([&](int channel)
        {
            float difference = x(sample, start + channel) - mean;
            return difference * difference;
        });
        if (isFirstOfPixel())
            group.inverse[number] = 1.0f / sqrtf(squares / (float)X::Channels + epsilon);
        __syncthreads();
    }

    // y = f(γ·x̂ + β) of a sample.
    template <class F, class X, class Y>
    __device__ void forward(X x, Y y, int sample) const
    {
        for (int first = 0; first < X::Pixels; first += PixelsAtOnce)
        {
            measure(x, sample, first);
            int end = min(first + PixelsAtOnce, X::Pixels) * X::Channels;
            for (int i = first * X::Channels + threadIdx.x; i < end; i += Threads)
                y(sample, i) = F::apply(shifted(normalized(x(sample, i), i / X::Channels - first), i % X::Channels));
            __syncthreads(); // the group's numbers are read
        }
    }

    // ∂x = (1/σ)·(h − mean(h) − x̂·mean(h·x̂)) of a sample; and what it adds to ∂γ, Σ∂·x̂ over its pixels in order, and to ∂β, Σ∂.
    template <class F, class X, class Y, class G, class Sums>
    __device__ void gradient(X x, Y outputGradient, G inputGradient, Sums sums, int sample) const
    {
        PixelGroup& group = pixelGroup();
        for (int first = 0; first < X::Pixels; first += PixelsAtOnce)
        {
            measure(x, sample, first);
            average<F>(x, outputGradient, sample, first);
            int end = min(first + PixelsAtOnce, X::Pixels);
            for (int i = first * X::Channels + threadIdx.x; i < end * X::Channels; i += Threads)
            {
                int number = i / X::Channels - first;
                Element element = Element::of<F>(*this, x(sample, i), outputGradient(sample, i), number, i % X::Channels);
                float centered = element.scaled - group.gradient[number];
                inputGradient(sample, i) = fmaf(element.normalized, group.falling[number], centered) * group.inverse[number];
            }
            for (int channel = threadIdx.x; channel < X::Channels; channel += Threads)
            {
                float* total = sums.of(sample) + channel;
                float product = first == 0 ? 0.0f : total[0];
                float sum = first == 0 ? 0.0f : total[X::Channels];
                for (int pixel = first; pixel < end; pixel++)
                {
                    int i = pixel * X::Channels + channel;
                    Element element = Element::of<F>(*this, x(sample, i), outputGradient(sample, i), pixel - first, channel);
                    product = fmaf(element.gradient, element.normalized, product);
                    sum += element.gradient;
                }
                total[0] = product;
                total[X::Channels] = sum;
            }
            __syncthreads(); // the group's numbers are read
        }
    }

private:
    // x̂, ∂ and h of a number.
    struct Element
    {
        float normalized, gradient, scaled;

        template <class F>
        static __device__ __forceinline__ Element of(const LayerNorm& norm, float x, float outputGradient, int number, int channel)
        {
            float normalized = norm.normalized(x, number);
            float gradient = F::gradient(norm.shifted(normalized, channel), outputGradient);
            return {normalized, gradient, gradient * norm.gamma[channel]};
        }
    };

    // Means of h and h·x̂ of a group of pixels.
    template <class F, class X, class Y>
    __device__ __forceinline__ void average(X x, Y outputGradient, int sample, int first) const
    {
        PixelGroup& group = pixelGroup();
        int number = numberInGroup();
        int start = min(first + number, X::Pixels - 1) * X::Channels;
        auto element = [&](int channel)
        {
            return Element::of<F>(*this, x(sample, start + channel), outputGradient(sample, start + channel), number, channel);
        };
        float sum = sumOfChannels<X::Channels>([&](int channel) { return element(channel).scaled; });
        float product = sumOfChannels<X::Channels>([&](int channel)
        {
            Element of = element(channel);
            return of.scaled * of.normalized;
        });
        if (isFirstOfPixel())
        {
            group.gradient[number] = sum / (float)X::Channels;
            group.falling[number] = -(product / (float)X::Channels);
        }
        __syncthreads();
    }

    __device__ __forceinline__ float normalized(float x, int number) const
    {
        return (x - pixelGroup().mean[number]) * pixelGroup().inverse[number];
    }

    __device__ __forceinline__ float shifted(float normalized, int channel) const
    {
        return fmaf(normalized, gamma[channel], beta[channel]);
    }
};

// ∂γ and ∂β from what the samples left; a thread has a channel.
template <int Batch, int Channels, class Sums>
__device__ void layerNormParameterGradients(Sums sums, float* gamma, float* beta, int samples, int block)
{
    int channel = block * Threads + threadIdx.x;
    if (channel >= Channels)
        return;
    gamma[channel] = sumOfSamples<Batch>(samples, [&](int sample) { return sums.of(sample)[channel]; });
    beta[channel] = sumOfSamples<Batch>(samples, [&](int sample) { return sums.of(sample)[Channels + channel]; });
}
