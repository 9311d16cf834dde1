// An evaluation: a prediction of each minibatch of a data set, the losses of its samples by the kernels of a step, and how many labels are right.
// What is added up stays on the device until the host asks for it, once.

// What an evaluation reads of the data set, if that lies on the device, and what it has found.
struct Evaluation
{
    const unsigned* inputs; // of all samples, numbers of 32 bits
    const unsigned* labels;
    long long samples; // of the data set
    long long next; // the first of the next minibatch
    double loss; // sum over all labels
    double weight; // what it is to be divided by
    long long right; // labels that are predicted correctly
    long long judged; // labels that can be
};

// What a sample adds to it.
struct Evaluated
{
    double loss, weight;
    long long right;
};

// Puts the next minibatch of a data set on the device where a prediction looks for it: a block for each sample.
template <int Batch, int InputLength, int LabelLength>
__device__ void takeSample(const Network& n, int block)
{
    const Evaluation& evaluation = *n.evaluation;
    long long sample = evaluation.next + block;
    if (block == 0 && threadIdx.x == 0)
        ((Control*)n.control)->samples = (int)(evaluation.samples - evaluation.next < Batch ? evaluation.samples - evaluation.next : Batch);
    if (sample >= evaluation.samples)
        return;
    unsigned* inputs = (unsigned*)n.inputs + (long long)block * InputLength;
    for (int i = threadIdx.x; i < InputLength; i += Threads)
        inputs[i] = evaluation.inputs[sample * InputLength + i];
    unsigned* labels = (unsigned*)n.labels + (long long)block * LabelLength;
    for (int i = threadIdx.x; i < LabelLength; i += Threads)
        labels[i] = evaluation.labels[sample * LabelLength + i];
}

// A label is the class of the largest logit; of equal ones the first, and NaN is larger than all numbers. `W` says how much classes count.
template <class W>
struct TrueClass
{
    W weights;

    template <class Y>
    __device__ __forceinline__ int countRight(Y logits, const Network& n, int sample, int position) const
    {
        float largest = logits(sample, position * Y::Channels);
        int place = 0;
        for (int i = 1; i < Y::Channels; i++)
        {
            float logit = logits(sample, position * Y::Channels + i);
            if (logit > largest || (logit != logit && largest == largest))
            {
                largest = logit;
                place = i;
            }
        }
        return place == n.labels[sample * Y::Pixels + position] ? 1 : 0;
    }

    template <class Y>
    __device__ __forceinline__ double weightOf(const Network& n, int sample, int position) const
    {
        return weights.of(n.labels[sample * Y::Pixels + position]);
    }
};

// Each output has a label, which holds where the output is above 0.
template <int Outputs>
struct RightSide
{
    template <class Y>
    __device__ __forceinline__ int countRight(Y logits, const Network& n, int sample, int position) const
    {
        int right = 0;
        for (int place = position * Outputs; place < (position + 1) * Outputs; place++)
            right += (logits(sample, place) > 0.0f) == (n.numbers[sample * Y::Elements + place] > 0.5f) ? 1 : 0;
        return right;
    }

    template <class Y>
    __device__ __forceinline__ double weightOf(const Network&, int, int) const
    {
        return Outputs;
    }
};

// Numbers have no sides.
template <int Outputs>
struct NoSides
{
    template <class Y>
    __device__ __forceinline__ int countRight(Y, const Network&, int, int) const
    {
        return 0;
    }

    template <class Y>
    __device__ __forceinline__ double weightOf(const Network&, int, int) const
    {
        return Outputs;
    }
};

// What a sample adds: the losses of its positions, each divided by so many terms, by all threads of a block. `to` is [sample].
template <int Terms, class Labels, class Y, class Sums>
__device__ void evaluateSample(Labels labels, Y logits, Sums losses, const Network& n, Evaluated* to, int sample)
{
    double loss = 0, weight = 0, right = 0; // whole numbers are exact
    for (int position = threadIdx.x; position < Y::Pixels; position += Threads)
    {
        loss += losses.of(sample)[position] / (float)Terms;
        weight += labels.template weightOf<Y>(n, sample, position);
        right += labels.countRight(logits, n, sample, position);
    }
    loss = blockSum(loss);
    weight = blockSum(weight);
    right = blockSum(right);
    if (threadIdx.x == 0)
        to[sample] = {loss, weight, (long long)right};
}

// Adds what the samples of a minibatch add, one after the other, and goes on to the next minibatch: one block. `Judged`: of a sample.
template <int Judged>
__device__ void addSamples(const Evaluated* samples, Evaluation* evaluation, int count)
{
    __shared__ double losses[Threads], weights[Threads];
    __shared__ long long right[Threads];
    double loss = evaluation->loss, weight = evaluation->weight;
    long long all = evaluation->right;
    for (int first = 0; first < count; first += Threads)
    {
        int own = threadIdx.x;
        __syncthreads(); // what was there is read
        if (first + own < count)
        {
            losses[own] = samples[first + own].loss;
            weights[own] = samples[first + own].weight;
            right[own] = samples[first + own].right;
        }
        __syncthreads();
        for (int i = 0; own == 0 && i < min(Threads, count - first); i++)
        {
            loss += losses[i];
            weight += weights[i];
            all += right[i];
        }
    }
    if (threadIdx.x > 0)
        return;
    evaluation->loss = loss;
    evaluation->weight = weight;
    evaluation->right = all;
    evaluation->judged += (long long)Judged * count;
    evaluation->next += count;
}
