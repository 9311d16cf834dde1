// How a step of an epoch begins. It runs without the host but for the launch.

// A step's minibatch and numbers, where the kernels of a pass look for them.
struct Minibatch
{
    unsigned* inputs;
    unsigned* labels;
    Control* control;
    int inputLength; // of a sample
    int labelLength;
    int samples; // of a whole minibatch
};

// Begins a step of an epoch: a block for each sample.
extern "C" __global__ void __launch_bounds__(Threads) beginStep(const Epoch* epoch, Minibatch minibatch)
{
    int position = epoch->position;
    int sample = epoch->order[epoch->first + position * minibatch.samples + (int)blockIdx.x];
    const unsigned* inputs = epoch->inputs + (long long)sample * minibatch.inputLength;
    for (int i = threadIdx.x; i < minibatch.inputLength; i += Threads)
        minibatch.inputs[(long long)blockIdx.x * minibatch.inputLength + i] = inputs[i];
    const unsigned* labels = epoch->labels + (long long)sample * minibatch.labelLength;
    for (int i = threadIdx.x; i < minibatch.labelLength; i += Threads)
        minibatch.labels[(long long)blockIdx.x * minibatch.labelLength + i] = labels[i];
    const unsigned* control = (const unsigned*)(epoch->controls + position);
    if (blockIdx.x == 0)
    {
        for (int i = threadIdx.x; i < (int)(sizeof(Control) / sizeof(unsigned)); i += Threads)
            ((unsigned*)minibatch.control)[i] = control[i];
    }
}
