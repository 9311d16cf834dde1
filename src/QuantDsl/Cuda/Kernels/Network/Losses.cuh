// Losses of a minibatch, and their gradient with respect to the logits.

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
