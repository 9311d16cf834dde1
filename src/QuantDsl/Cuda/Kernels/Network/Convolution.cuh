// Convolutions as products whose operands are read where they lie. Weights are [output][input][row][column]; the terms of an output go by rows of the
// kernel, columns, then inputs, as on the CPU.

// A direction of the kernel.
template <int K, int S, int P, int D>
struct Axis
{
    static constexpr int Kernel = K;

    // Where an element of the kernel meets the input, for a place of the output.
    static __device__ __forceinline__ int input(int place, int element)
    {
        return place * S - P + element * D;
    }

    // The place of the output for which an element of the kernel meets the input; negative where there is none.
    static __device__ __forceinline__ int output(int position, int element)
    {
        int from = position + P - element * D;
        return from % S == 0 ? from / S : -1;
    }
};

template <class Vertical, class Horizontal>
struct Convolution
{
    static constexpr int Taps = Vertical::Kernel * Horizontal::Kernel;

    // What the kernel's element of this number, [row][column][input], meets at a pixel of the output.
    template <class X>
    static __device__ __forceinline__ float met(X x, int sample, int row, int column, int step)
    {
        int tap = step / X::Channels;
        int y = Vertical::input(row, tap / Horizontal::Kernel);
        int z = Horizontal::input(column, tap % Horizontal::Kernel);
        return X::holds(y, z) ? x.at(sample, y, z)[step % X::Channels] : 0.0f;
    }

    // y = W∗x + b of a sample; the block goes through its tiles.
    template <class X, class Y, class B>
    static __device__ void forward(X x, const float* weights, B bias, Y y, int sample)
    {
        for (int number = 0; number < ProductTile::count(Y::Pixels, Y::Channels); number++)
        {
            ProductTile tile = ProductTile::of(number, Y::Channels);
            tile.add(
                0, Taps * X::Channels,
                [&](int pixel, int step) { return met(x, sample, pixel / Y::Width, pixel % Y::Width, step); },
                [&](int output, int step)
                {
                    return weights[(min(output, Y::Channels - 1) * X::Channels + step % X::Channels) * Taps + step / X::Channels];
                });
            tile.finish(Y::Pixels, Y::Channels, [&](int pixel, int output, float sum)
            {
                y(sample, pixel * Y::Channels + output) = bias.add(sum, output);
            });
        }
    }

    // ∂x of a sample: each pixel of x has the sum over the outputs that it was part of.
    template <class X, class Y>
    static __device__ void inputGradient(Y outputGradient, const float* weights, X inputGradient, int sample)
    {
        for (int number = 0; number < ProductTile::count(X::Pixels, X::Channels); number++)
        {
            ProductTile tile = ProductTile::of(number, X::Channels);
            tile.add(
                0, Taps * Y::Channels,
                [&](int pixel, int step)
                {
                    int tap = step / Y::Channels;
                    int row = Vertical::output(pixel / X::Width, tap / Horizontal::Kernel);
                    int column = Horizontal::output(pixel % X::Width, tap % Horizontal::Kernel);
                    return Y::holds(row, column) ? outputGradient.at(sample, row, column)[step % Y::Channels] : 0.0f;
                },
                [&](int input, int step)
                {
                    return weights[(step % Y::Channels * X::Channels + min(input, X::Channels - 1)) * Taps + step / Y::Channels];
                });
            tile.finish(X::Pixels, X::Channels, [&](int pixel, int input, float sum)
            {
                inputGradient(sample, pixel * X::Channels + input) = sum;
            });
        }
    }

    // ∂W over the batch, in the order of the weights; a block has a tile of outputs by elements of the kernel.
    template <int Batch, class X, class Y>
    static __device__ void weightGradient(X x, Y outputGradient, float* target, int samples, int block)
    {
        sumOverBatch<Batch, Y::Pixels, ProductTile>(
            block, Taps * X::Channels, samples, Gradients<Y>{outputGradient}, Inputs<X, Y>{x})
            .finish(Y::Channels, Taps * X::Channels, Store<X>{target});
    }

    // The same of each shard by itself, one after the other.
    template <int Batch, class X, class Y>
    static __device__ void sumShards(X x, Y outputGradient, float* sums, int samples, int block)
    {
        const int steps = Taps * X::Channels;
        sumOverShard<Batch, Y::Pixels, ProductTile>(
            block, Y::Channels, steps, samples, Gradients<Y>{outputGradient}, Inputs<X, Y>{x})
            .finish(Y::Channels, steps, Store<X>{sumsOfShard<ProductTile>(sums, block, Y::Channels, steps)});
    }

    // ∂W of each shard, where a max pooling reads y: of each window only the chosen pixel counts. A block has an output of a shard.
    template <int Batch, class Window, class X, class G, class Places>
    static __device__ void sumPooledShards(X x, G gradient, Places chosen, float* sums, int samples, int block)
    {
        const int steps = Taps * X::Channels;
        int shard = block / G::Channels;
        int output = block % G::Channels;
        Shards<Batch> shards{samples};
        for (int step = threadIdx.x; step < steps; step += Threads)
        {
            sums[shard * G::Channels * steps + weightAt<X>(output, step)] =
                pooledSum<Window>(x, gradient, chosen, output, step, shards.start(shard), shards.end(shard));
        }
    }

    // The same over all shards; a block has an output.
    template <int Batch, class Window, class X, class G, class Places>
    static __device__ void pooledWeightGradient(X x, G gradient, Places chosen, float* target, int samples, int block)
    {
        const int steps = Taps * X::Channels;
        int output = block;
        Shards<Batch> shards{samples};
        for (int step = threadIdx.x; step < steps; step += Threads)
        {
            ShardTree tree;
            for (int shard = 0; shard < ShardCount; shard++)
                tree.add(shard, pooledSum<Window>(x, gradient, chosen, output, step, shards.start(shard), shards.end(shard)));
            target[weightAt<X>(output, step)] = tree.eight;
        }
    }

protected:
    // Where the weight of an output lies that is the kernel's element of a number, [row][column][input].
    template <class X>
    static __device__ __forceinline__ int weightAt(int output, int step)
    {
        return (output * X::Channels + step % X::Channels) * Taps + step / X::Channels;
    }

    // ∂y, whose pixels are the terms.
    template <class Y>
    struct Gradients
    {
        Y gradient;

        __device__ __forceinline__ float operator()(int output, int term) const
        {
            return gradient(term / Y::Pixels, term % Y::Pixels * Y::Channels + min(output, Y::Channels - 1));
        }
    };

    // What elements of the kernel meet at them.
    template <class X, class Y>
    struct Inputs
    {
        X x;

        __device__ __forceinline__ float operator()(int step, int term) const
        {
            int pixel = term % Y::Pixels;
            return met(x, term / Y::Pixels, pixel / Y::Width, pixel % Y::Width, min(step, Taps * X::Channels - 1));
        }
    };

    template <class X>
    struct Store
    {
        float* target;

        __device__ __forceinline__ void operator()(int output, int step, float sum) const
        {
            target[weightAt<X>(output, step)] = sum;
        }
    };

    // The products of a step of the kernel with an output's gradient, over the windows of some samples.
    template <class Window, class X, class G, class Places>
    static __device__ float pooledSum(X x, G gradient, Places chosen, int output, int step, int first, int end)
    {
        float sum = 0;
        for (int sample = first; sample < end; sample++)
        {
            const unsigned char* places = chosen.of(sample);
            for (int window = 0; window < G::Pixels; window++)
            {
                int place = places[window * G::Channels + output];
                int row = Window::start(window / G::Width) + place / Window::Kernel;
                int column = Window::start(window % G::Width) + place % Window::Kernel;
                sum = fmaf(gradient(sample, window * G::Channels + output), met(x, sample, row, column, step), sum);
            }
        }
        return sum;
    }
};

// From [output][row][column][input], in which ∂W is made, to the order of the weights.
template <int Outputs, int Inputs, int Taps>
__device__ void reorderWeights(const float* from, float* target, int block)
{
    int i = block * Threads + threadIdx.x;
    if (i >= Outputs * Inputs * Taps)
        return;
    int output = i / (Inputs * Taps);
    int rest = i % (Inputs * Taps);
    target[i] = from[(output * Taps + rest % Taps) * Inputs + rest / Taps];
}
