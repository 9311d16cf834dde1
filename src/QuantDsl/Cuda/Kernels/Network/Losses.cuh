// Losses of a minibatch whose labels are classes, and their gradient with respect to the logits. Each position of a sequence counts as a sample does.
// What positions add to a loss lies in [sample][position].

// What a position adds to the sum of max(0, 1 − t·y)², where t is +1 for the true class and −1 for the others; and the gradient of the mean. A thread
// has a position.
template <class Y, class Sums, class G>
__device__ void squaredHinge(Y logits, const int* labels, Sums losses, G gradient, int sample, int samples)
{
    float factor = 2.0f / ((float)(samples * Y::Pixels) * (float)Y::Channels);
    for (int position = threadIdx.x; position < Y::Pixels; position += Threads)
    {
        int label = labels[sample * Y::Pixels + position];
        float sum = 0;
        for (int i = 0; i < Y::Channels; i++)
        {
            int place = position * Y::Channels + i;
            float target = i == label ? 1.0f : -1.0f;
            float shortfall = 1.0f - target * logits(sample, place);
            float hinge = shortfall <= 0.0f ? 0.0f : shortfall; // NaN stays
            sum = fmaf(hinge, hinge, sum);
            gradient(sample, place) = -target * hinge * factor;
        }
        losses.of(sample)[position] = sum;
    }
}

// What softmax needs of up to 256 positions from the first one on: of each the largest logit, exp(y less it) and the sum of these. All threads do the
// exponentials; a thread has a position for the rest.
struct Softmax
{
    float* largest;
    float* sums;

    template <class Y, class P>
    static __device__ Softmax of(Y logits, P powers, int sample, int first, int count)
    {
        __shared__ float largest[Threads], sums[Threads];
        int own = threadIdx.x;
        if (own < count)
        {
            float most = logits(sample, (first + own) * Y::Channels);
            for (int i = 1; i < Y::Channels; i++)
            {
                float logit = logits(sample, (first + own) * Y::Channels + i);
                most = logit > most || logit != logit ? logit : most;
            }
            largest[own] = most;
        }
        __syncthreads();
        for (int i = own; i < count * Y::Channels; i += Threads)
        {
            int place = first * Y::Channels + i;
            powers(sample, place) = exponential(logits(sample, place) - largest[i / Y::Channels]);
        }
        __syncthreads();
        if (own < count)
        {
            float sum = 0;
            for (int i = 0; i < Y::Channels; i++)
                sum += powers(sample, (first + own) * Y::Channels + i);
            sums[own] = sum;
        }
        __syncthreads();
        return {largest, sums};
    }
};

// log Σ exp(y) − y of the true class; and the gradient of the mean, (softmax(y) − (1 at the true class))/samples.
template <class Y, class Sums, class G>
__device__ void crossEntropy(Y logits, const int* labels, Sums losses, G gradient, int sample, int samples)
{
    float factor = 1.0f / (float)(samples * Y::Pixels);
    const int* label = labels + sample * Y::Pixels;
    for (int first = 0; first < Y::Pixels; first += Threads)
    {
        int count = min(Threads, Y::Pixels - first);
        Softmax softmax = Softmax::of(logits, gradient, sample, first, count);
        int own = threadIdx.x;
        if (own < count)
        {
            float margin = logits(sample, (first + own) * Y::Channels + label[first + own]) - softmax.largest[own];
            losses.of(sample)[first + own] = logarithmFromOne(softmax.sums[own]) - margin;
        }
        for (int i = own; i < count * Y::Channels; i += Threads)
        {
            float& power = gradient(sample, first * Y::Channels + i);
            float probability = power / softmax.sums[i / Y::Channels];
            power = (i % Y::Channels == label[first + i / Y::Channels] ? probability - 1.0f : probability) * factor;
        }
    }
}

// How much classes count.
struct NoClassWeights
{
    __device__ __forceinline__ float of(int) const
    {
        return 1.0f;
    }
};

struct ClassWeights
{
    const float* values;

    __device__ __forceinline__ float of(int label) const
    {
        return values[label];
    }
};

// What a loss with weights is divided by: the sum of those of all labels. Every thread of the block gets it.
template <class W>
__device__ double labelWeight(W weights, const int* labels, int count)
{
    double sum = 0;
    for (int i = threadIdx.x; i < count; i += Threads)
        sum += weights.of(labels[i]);
    return blockSum(sum);
}

// The cross-entropy with weights w of the classes and label smoothing ε: with ℓ = ln softmax(y), K classes and the true class c, a position adds
// −(1 − ε)·w_c·ℓ_c − (ε/K)·Σ w_k·ℓ_k; and the gradient of the mean, (m·softmax(y) − q)/Σ w_c, where q_k = (ε/K)·w_k, at the true class
// (1 − ε)·w_c more, and m is the sum of q.
template <class Y, class W, class Sums, class G>
__device__ void weightedCrossEntropy(
    Y logits, const int* labels, W weights, float smoothing, Sums losses, G gradient, int sample, int samples)
{
    float share = 1.0f / (float)labelWeight(weights, labels, samples * Y::Pixels);
    float ofAll = smoothing / (float)Y::Channels;
    float ofClasses = 0;
    for (int i = 0; i < Y::Channels; i++)
        ofClasses += weights.of(i);
    const int* label = labels + sample * Y::Pixels;
    for (int first = 0; first < Y::Pixels; first += Threads)
    {
        int count = min(Threads, Y::Pixels - first);
        Softmax softmax = Softmax::of(logits, gradient, sample, first, count);
        int own = threadIdx.x;
        if (own < count)
        {
            float logarithm = logarithmFromOne(softmax.sums[own]);
            float smooth = 0, ofLabel = 0;
            for (int i = 0; i < Y::Channels; i++)
            {
                float entropy = logarithm - (logits(sample, (first + own) * Y::Channels + i) - softmax.largest[own]);
                smooth = fmaf(weights.of(i), entropy, smooth);
                ofLabel = i == label[first + own] ? entropy : ofLabel;
            }
            losses.of(sample)[first + own] = (1.0f - smoothing) * weights.of(label[first + own]) * ofLabel + ofAll * smooth;
        }
        for (int i = own; i < count * Y::Channels; i += Threads)
        {
            int other = i % Y::Channels;
            int trueClass = label[first + i / Y::Channels];
            float ofTrue = (1.0f - smoothing) * weights.of(trueClass);
            float mass = fmaf(ofAll, ofClasses, ofTrue);
            float& power = gradient(sample, first * Y::Channels + i);
            float wanted = ofAll * weights.of(other) + (other == trueClass ? ofTrue : 0.0f);
            power = (mass * (power / softmax.sums[i / Y::Channels]) - wanted) * share;
        }
    }
}

// The mean over so many terms: the sums over samples of each position, one after the other.
template <int Batch, int Positions, class Sums>
__device__ void meanLoss(Sums losses, double terms, float* loss, int samples)
{
    __shared__ float sums[Threads];
    float sum = 0;
    for (int first = 0; first < Positions; first += Threads)
    {
        int count = min(Threads, Positions - first);
        int own = threadIdx.x;
        __syncthreads(); // what was there is read
        if (own < count)
            sums[own] = sumOfSamples<Batch>(samples, [&](int sample) { return losses.of(sample)[first + own]; });
        __syncthreads();
        for (int position = 0; own == 0 && position < count; position++)
            sum = first + position == 0 ? sums[0] : sum + sums[position];
    }
    if (threadIdx.x == 0)
        *loss = (float)(sum / terms);
}
