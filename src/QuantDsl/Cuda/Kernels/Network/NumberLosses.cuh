// Losses of a minibatch whose labels t are numbers, one for each output y, [sample][position][output]; their mean is over all outputs. `add` adds
// what an output adds to the loss, and returns the gradient of that but for a factor.

// (y − t)².
struct SquaredError
{
    static constexpr float Factor = 2.0f;

    __device__ __forceinline__ float add(float output, float label, float& sum) const
    {
        float error = output - label;
        sum = fmaf(error, error, sum);
        return error;
    }
};

// ½e² where |e| ≤ δ, and δ·(|e| − ½δ) elsewhere, with e = y − t.
struct Huber
{
    static constexpr float Factor = 1.0f;

    float delta;

    __device__ __forceinline__ float add(float output, float label, float& sum) const
    {
        float error = output - label;
        float size = fabsf(error);
        if (size > delta)
        {
            sum += delta * (size - 0.5f * delta);
            return error < 0.0f ? -delta : delta;
        }
        sum += 0.5f * error * error; // NaN stays
        return error;
    }
};

// −t·ln σ(y) − (1 − t)·ln(1 − σ(y)), computed as max(y, 0) − t·y + ln(1 + e^−|y|), which cannot overflow.
struct BinaryCrossEntropy
{
    static constexpr float Factor = 1.0f;

    __device__ __forceinline__ float add(float logit, float label, float& sum) const
    {
        float power = exponential(-fabsf(logit));
        float most = logit > 0.0f ? logit - logit * label : -(logit * label); // NaN stays
        sum += most + ofOnePlus(power);
        return (logit < 0.0f ? power : 1.0f) / (1.0f + power) - label;
    }

private:
    // ln(1 + x) for x from 0 to 1, exact for small x, too: what rounding 1 + x takes away is put back.
    static __device__ __forceinline__ float ofOnePlus(float x)
    {
        float sum = 1.0f + x;
        return sum == 1.0f ? x : logarithmFromOne(sum) * (x / (sum - 1.0f));
    }
};

// A thread has a position.
template <class Loss, class Y, class Sums, class G>
__device__ void numberLoss(Loss loss, Y outputs, const float* labels, Sums losses, G gradient, int sample, int samples)
{
    float factor = Loss::Factor * (1.0f / ((float)(samples * Y::Pixels) * (float)Y::Channels));
    for (int position = threadIdx.x; position < Y::Pixels; position += Threads)
    {
        float sum = 0;
        for (int place = position * Y::Channels; place < (position + 1) * Y::Channels; place++)
            gradient(sample, place) = loss.add(outputs(sample, place), labels[sample * Y::Elements + place], sum) * factor;
        losses.of(sample)[position] = sum;
    }
}
