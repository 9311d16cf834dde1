// Begin and end of a step. An epoch runs without the host but for the launches: samples and their order are on the device, and so are the
// numbers of the coming steps.

// What the steps of an epoch read; in memory, because a graph keeps its arguments.
struct Epoch
{
    const unsigned* inputs; // of all samples of the data set, numbers of 32 bits
    const unsigned* labels;
    const int* order; // of the samples in this epoch
    const Control* controls; // of the coming steps
    int first; // where in the order the samples of the first of these steps begin
    int position; // of the next step among them
};

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

// Ends a step: the running statistics are those that it has moved, and its loss is added to those of the epoch, unless there is a fault.
// Losses are added one after the other, as on the CPU.
extern "C" __global__ void __launch_bounds__(Threads) endStep(Memory memory, Epoch* epoch, double* lossSum, const Control* control)
{
    bool faulty = isFaulty(memory);
    for (int i = threadIdx.x; i < memory.statisticsCount && !faulty; i += Threads)
        memory.statistics[i] = memory.pendingStatistics[i];
    if (threadIdx.x != 0 || !control->isOfEpoch)
        return;
    epoch->position++;
    if (!faulty)
        *lossSum += *memory.loss;
}
