// Convolutions in groups, of which only channels of the same group meet; depthwise, where each channel is a group. Sums are so short that a thread
// has one by itself: neighbours have neighbouring channels, and read x and ∂y as these lie. Weights are [output][input of the group][row][column].

template <class Vertical, class Horizontal, int InputsOfGroup, int OutputsOfGroup>
struct GroupedConvolution
{
    static constexpr int Taps = Vertical::Kernel * Horizontal::Kernel;

    // y = W∗x + b of a sample.
    template <class X, class Y, class B>
    static __device__ void forward(X x, const float* weights, B bias, Y y, int sample)
    {
        for (int i = threadIdx.x; i < Y::Elements; i += Threads)
        {
            int output = i % Y::Channels, pixel = i / Y::Channels;
            int first = output / OutputsOfGroup * InputsOfGroup;
            float sum = 0;
            for (int tap = 0; tap < Taps; tap++)
            {
                int row = Vertical::input(pixel / Y::Width, tap / Horizontal::Kernel);
                int column = Horizontal::input(pixel % Y::Width, tap % Horizontal::Kernel);
                if (!X::holds(row, column))
                    continue;
                const float* met = x.at(sample, row, column) + first;
                for (int input = 0; input < InputsOfGroup; input++)
                    sum = fmaf(met[input], weights[place(output, input, tap)], sum);
            }
            y(sample, i) = bias.add(sum, output);
        }
    }

    // ∂x of a sample; taps from the last, as on the CPU.
    template <class X, class Y>
    static __device__ void inputGradient(Y outputGradient, const float* weights, X inputGradient, int sample)
    {
        for (int i = threadIdx.x; i < X::Elements; i += Threads)
        {
            int input = i % X::Channels, pixel = i / X::Channels;
            int first = input / InputsOfGroup * OutputsOfGroup;
            float sum = 0;
            for (int tap = Taps - 1; tap >= 0; tap--)
            {
                int row = Vertical::output(pixel / X::Width, tap / Horizontal::Kernel);
                int column = Horizontal::output(pixel % X::Width, tap % Horizontal::Kernel);
                if (!Y::holds(row, column))
                    continue;
                const float* met = outputGradient.at(sample, row, column) + first;
                for (int output = 0; output < OutputsOfGroup; output++)
                    sum = fmaf(met[output], weights[place(first + output, input % InputsOfGroup, tap)], sum);
            }
            inputGradient(sample, i) = sum;
        }
    }

    // ∂W over the batch, [output][row][column][input of the group]; a thread has a weight.
    template <int Batch, class X, class Y>
    static __device__ void weightGradient(X x, Y outputGradient, float* target, int samples, int block)
    {
        int i = block * Threads + threadIdx.x;
        if (i >= weights<Y>())
            return;
        Weight<Y::Channels> weight(i);
        Shards<Batch> shards{samples};
        ShardTree tree;
        for (int shard = 0; shard < ShardCount; shard++)
            tree.add(shard, weight.sum(x, outputGradient, shards.start(shard), shards.end(shard)));
        target[weight.target()] = tree.eight;
    }

    // The same of each shard by itself; a thread has a weight of a shard.
    template <int Batch, class X, class Y>
    static __device__ void sumShards(X x, Y outputGradient, float* sums, int samples, int block)
    {
        int i = block * Threads + threadIdx.x;
        if (i >= ShardCount * weights<Y>())
            return;
        int shard = i / weights<Y>();
        Shards<Batch> shards{samples};
        Weight<Y::Channels> weight(i % weights<Y>());
        sums[shard * weights<Y>() + weight.target()] = weight.sum(x, outputGradient, shards.start(shard), shards.end(shard));
    }

private:
    template <class Y>
    static __device__ constexpr int weights()
    {
        return Y::Channels * Taps * InputsOfGroup;
    }

    static __device__ __forceinline__ int place(int output, int input, int tap)
    {
        return (output * InputsOfGroup + input) * Taps + tap;
    }

    // Which weight a thread has; those of neighbours belong to neighbouring outputs.
    template <int Outputs>
    struct Weight
    {
        int output, input, tap;

        __device__ __forceinline__ explicit Weight(int number)
            : output(number % Outputs), input(number / Outputs % InputsOfGroup), tap(number / Outputs / InputsOfGroup)
        {
        }

        __device__ __forceinline__ int target() const
        {
            return (output * Taps + tap) * InputsOfGroup + input;
        }

        // Its products over the pixels of some samples, in their order.
        template <class X, class Y>
        __device__ __forceinline__ float sum(X x, Y outputGradient, int first, int end) const
        {
            float sum = 0;
            for (int sample = first; sample < end; sample++)
            {
                for (int pixel = 0; pixel < Y::Pixels; pixel++)
                {
                    int row = Vertical::input(pixel / Y::Width, tap / Horizontal::Kernel);
                    int column = Horizontal::input(pixel % Y::Width, tap % Horizontal::Kernel);
                    if (!X::holds(row, column))
                        continue;
                    float met = x.at(sample, row, column)[output / OutputsOfGroup * InputsOfGroup + input];
                    sum = fmaf(outputGradient(sample, pixel * Y::Channels + output), met, sum);
                }
            }
            return sum;
        }
    };
};
