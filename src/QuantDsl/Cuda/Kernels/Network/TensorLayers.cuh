// Linear layers and convolutions whose products are made by tensor cores: as those of Linear.cuh and Convolution.cuh, with weights as levels, whose
// scales come to the sums, or, where terms have scales of their own, to the other operand.

// Features of samples; of sequences, whose positions are rows of one product, those of the positions of all samples, as in Linear.cuh.
template <class X>
struct Features
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = X::Channels % 2 == 0;

    X x;
    int rows;

    __device__ __forceinline__ float operator()(int row, int term) const
    {
        return atRow(x, min(row, rows - 1), term);
    }

    __device__ __forceinline__ float2 pair(int row, int term) const
    {
        return *(const float2*)&atRow(x, min(row, rows - 1), term);
    }
};

// What the elements of a convolution's kernel meet at pixels of the output of a sample.
template <class Vertical, class Horizontal, class X, class Y>
struct Patches
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = X::Channels % 2 == 0;

    X x;
    int sample;

    __device__ __forceinline__ float operator()(int pixel, int step) const
    {
        const float* from = place(pixel, step);
        return from == nullptr ? 0.0f : *from;
    }

    __device__ __forceinline__ float2 pair(int pixel, int step) const
    {
        const float* from = place(pixel, step);
        return from == nullptr ? float2{0.0f, 0.0f} : *(const float2*)from;
    }

private:
    __device__ __forceinline__ const float* place(int pixel, int step) const
    {
        int tap = step / X::Channels;
        int row = Vertical::input(pixel / Y::Width, tap / Horizontal::Kernel);
        int column = Horizontal::input(pixel % Y::Width, tap % Horizontal::Kernel);
        return X::holds(row, column) ? x.at(sample, row, column) + step % X::Channels : nullptr;
    }
};

// The other way round: ∂y at the pixels of the output that a pixel of x was part of.
template <class Vertical, class Horizontal, class X, class Y>
struct BackPatches
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = Y::Channels % 2 == 0;

    Y outputGradient;
    int sample;

    __device__ __forceinline__ float operator()(int pixel, int step) const
    {
        const float* from = place(pixel, step);
        return from == nullptr ? 0.0f : *from;
    }

    __device__ __forceinline__ float2 pair(int pixel, int step) const
    {
        const float* from = place(pixel, step);
        return from == nullptr ? float2{0.0f, 0.0f} : *(const float2*)from;
    }

private:
    __device__ __forceinline__ const float* place(int pixel, int step) const
    {
        int tap = step / Y::Channels;
        int row = Vertical::output(pixel / X::Width, tap / Horizontal::Kernel);
        int column = Horizontal::output(pixel % X::Width, tap % Horizontal::Kernel);
        return Y::holds(row, column) ? outputGradient.at(sample, row, column) + step % Y::Channels : nullptr;
    }
};

// An operand of a sample, such as Patches<…, X, …>, for the pixels of all samples, one after the other.
template <class Operand, class Value, int Pixels>
struct OfAllSamples
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = Operand::HasPairs;

    Value value;
    int rows;

    __device__ __forceinline__ float operator()(int row, int term) const
    {
        row = min(row, rows - 1);
        return Operand{value, row / Pixels}(row % Pixels, term);
    }

    __device__ __forceinline__ float2 pair(int row, int term) const
    {
        row = min(row, rows - 1);
        return Operand{value, row / Pixels}.pair(row % Pixels, term);
    }
};

// An operand whose terms belong to outputs, times their scales. Terms go by taps, then outputs.
template <int Outputs, class Operand, class Scales>
struct Scaled
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = Operand::HasPairs;

    Operand operand;
    Scales scales;

    __device__ __forceinline__ float operator()(int line, int term) const
    {
        return operand(line, term) * scales.of(term % Outputs);
    }

    __device__ __forceinline__ float2 pair(int line, int term) const
    {
        float2 pair = operand.pair(line, term);
        return {pair.x * scales.of(term % Outputs), pair.y * scales.of((term + 1) % Outputs)};
    }
};

// Adds products of weights by input, where scales are those of the layer or of outputs, which are terms.
template <int Outputs, class Tile, class Left, class Weights, class Scales>
__device__ __forceinline__ void addScaled(Tile& tile, int terms, Left left, Weights weights, Scales scales)
{
    if constexpr (Scales::IsByOutput)
        tile.add(0, terms, Scaled<Outputs, Left, Scales>{left, scales}, weights);
    else
        tile.add(0, terms, left, weights);
}

// The scale that is left for such a sum.
template <class Scales>
__device__ __forceinline__ float rescaled(float sum, Scales scales)
{
    if constexpr (Scales::IsByOutput)
        return sum;
    else
        return sum * scales.of(0);
}

// y = Wx + b; a block has a tile of rows by outputs.
template <class Tile, class X, class Y, class Weights, class Scales, class B>
__device__ void tensorLinear(X x, Weights weights, Scales scales, B bias, Y y, int samples, int block)
{
    int rows = samples * Y::Pixels;
    Tile tile = Tile::of(block, Y::Channels);
    if (tile.row >= rows)
        return;
    tile.add(0, X::Channels, Features<X>{x, rows}, weights);
    tile.finish(rows, Y::Channels, [&](int row, int output, float sum)
    {
        atRow(y, row, output) = bias.add(sum * scales.of(output), output);
    });
}

// ∂x = Wᵀ∂y.
template <class Tile, class X, class Y, class Weights, class Scales>
__device__ void tensorLinearInputGradient(
    Y outputGradient, Weights weights, Scales scales, X inputGradient, int samples, int block)
{
    int rows = samples * Y::Pixels;
    Tile tile = Tile::of(block, X::Channels);
    if (tile.row >= rows)
        return;
    addScaled<Y::Channels>(tile, Y::Channels, Features<Y>{outputGradient, rows}, weights, scales);
    tile.finish(rows, X::Channels, [&](int row, int input, float sum) { atRow(inputGradient, row, input) = rescaled(sum, scales); });
}

// ∂W = Σ ∂y·xᵀ over the batch, with ∂y of `Delay` positions later; a block has a tile of outputs by inputs.
template <class Tile, int Batch, int Delay, class X, class Y>
__device__ void tensorLinearWeightGradient(X x, Y outputGradient, float* target, int samples, int block)
{
    using Terms = LinearTerms<Delay, X, Y>;
    Terms terms{x, outputGradient};
    auto left = [=](int output, int term) { return terms.gradient(output, term); };
    auto right = [=](int input, int term) { return terms.input(input, term); };
    sumOverBatch<Batch, Terms::OfSample, Tile>(
        block, X::Channels, samples, Each<decltype(left)>{left}, Each<decltype(right)>{right})
        .finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}

// The same of each shard by itself, with ∂y of `Delay` positions later: [shard][output][input].
template <class Tile, int Batch, int Delay, class X, class Y>
__device__ void tensorLinearShards(X x, Y outputGradient, float* sums, int samples, int block)
{
    using Terms = LinearTerms<Delay, X, Y>;
    Terms terms{x, outputGradient};
    auto left = [=](int output, int term) { return terms.gradient(output, term); };
    auto right = [=](int input, int term) { return terms.input(input, term); };
    float* target = sumsOfShard<Tile>(sums, block, Y::Channels, X::Channels);
    sumOverShard<Batch, Terms::OfSample, Tile>(
        block, Y::Channels, X::Channels, samples, Each<decltype(left)>{left}, Each<decltype(right)>{right})
        .finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}

template <class Vertical, class Horizontal>
struct TensorConvolution : Convolution<Vertical, Horizontal>
{
    using Plain = Convolution<Vertical, Horizontal>;
    using Plain::Taps;

    // y = W∗x + b of a sample; the block goes through its tiles.
    template <class Tile, class X, class Y, class Weights, class Scales, class B>
    static __device__ void forward(X x, Weights weights, Scales scales, B bias, Y y, int sample)
    {
        for (int number = 0; number < Tile::count(Y::Pixels, Y::Channels); number++)
        {
            Tile tile = Tile::of(number, Y::Channels);
            tile.add(0, Taps * X::Channels, Patches<Vertical, Horizontal, X, Y>{x, sample}, weights);
            tile.finish(Y::Pixels, Y::Channels, [&](int pixel, int output, float sum)
            {
                y(sample, pixel * Y::Channels + output) = bias.add(sum * scales.of(output), output);
            });
        }
    }

    // The same where the pixels of all samples are rows of one product, of which a block has a tile.
    template <class Tile, class X, class Y, class Weights, class Scales, class B>
    static __device__ void forwardOfAll(X x, Weights weights, Scales scales, B bias, Y y, int samples, int block)
    {
        using Rows = OfAllSamples<Patches<Vertical, Horizontal, X, Y>, X, Y::Pixels>;
        int rows = samples * Y::Pixels;
        Tile tile = Tile::of(block, Y::Channels);
        if (tile.row >= rows)
            return;
        tile.add(0, Taps * X::Channels, Rows{x, rows}, weights);
        tile.finish(rows, Y::Channels, [&](int row, int output, float sum)
        {
            atRow(y, row, output) = bias.add(sum * scales.of(output), output);
        });
    }

    // ∂x of a sample.
    template <class Tile, class X, class Y, class Weights, class Scales>
    static __device__ void inputGradient(Y outputGradient, Weights weights, Scales scales, X inputGradient, int sample)
    {
        for (int number = 0; number < Tile::count(X::Pixels, X::Channels); number++)
        {
            Tile tile = Tile::of(number, X::Channels);
            addScaled<Y::Channels>(
                tile, Taps * Y::Channels, BackPatches<Vertical, Horizontal, X, Y>{outputGradient, sample}, weights, scales);
            tile.finish(X::Pixels, X::Channels, [&](int pixel, int input, float sum)
            {
                inputGradient(sample, pixel * X::Channels + input) = rescaled(sum, scales);
            });
        }
    }

    // ∂x where the pixels of all samples are rows of one product.
    template <class Tile, class X, class Y, class Weights, class Scales>
    static __device__ void inputGradientOfAll(Y outputGradient, Weights weights, Scales scales, X inputGradient, int samples, int block)
    {
        using Rows = OfAllSamples<BackPatches<Vertical, Horizontal, X, Y>, Y, X::Pixels>;
        int rows = samples * X::Pixels;
        Tile tile = Tile::of(block, X::Channels);
        if (tile.row >= rows)
            return;
        addScaled<Y::Channels>(tile, Taps * Y::Channels, Rows{outputGradient, rows}, weights, scales);
        tile.finish(rows, X::Channels, [&](int row, int input, float sum) { atRow(inputGradient, row, input) = rescaled(sum, scales); });
    }

    // ∂W over the batch; a block has a tile of outputs by elements of the kernel.
    template <class Tile, int Batch, class X, class Y>
    static __device__ void weightGradient(X x, Y outputGradient, float* target, int samples, int block)
    {
        using Gradients = typename Plain::template Gradients<Y>;
        using Inputs = typename Plain::template Inputs<X, Y>;
        sumOverBatch<Batch, Y::Pixels, Tile>(
            block, Taps * X::Channels, samples, Each<Gradients>{{outputGradient}}, Each<Inputs>{{x}})
            .finish(Y::Channels, Taps * X::Channels, typename Plain::template Store<X>{target});
    }

    // The same of each shard by itself: [shard] and what ∂W has.
    template <class Tile, int Batch, class X, class Y>
    static __device__ void sumShards(X x, Y outputGradient, float* sums, int samples, int block)
    {
        using Gradients = typename Plain::template Gradients<Y>;
        using Inputs = typename Plain::template Inputs<X, Y>;
        const int steps = Taps * X::Channels;
        sumOverShard<Batch, Y::Pixels, Tile>(
            block, Y::Channels, steps, samples, Each<Gradients>{{outputGradient}}, Each<Inputs>{{x}})
            .finish(Y::Channels, steps, typename Plain::template Store<X>{sumsOfShard<Tile>(sums, block, Y::Channels, steps)});
    }

    // The same where a max pooling reads y: of each window the chosen pixel has the gradient. Y: shape of the convolution's output.
    template <class Tile, int Batch, class Window, class Y, class X, class G, class Places>
    static __device__ void pooledWeightGradient(X x, G gradient, Places chosen, float* target, int samples, int block)
    {
        using Gradients = PooledGradients<Window, Y, G, Places>;
        using Inputs = typename Plain::template Inputs<X, Y>;
        sumOverBatch<Batch, Y::Pixels, Tile>(
            block, Taps * X::Channels, samples, Each<Gradients>{{gradient, chosen}}, Each<Inputs>{{x}})
            .finish(Y::Channels, Taps * X::Channels, typename Plain::template Store<X>{target});
    }

    // The same of each shard by itself: [shard] and what ∂W has.
    template <class Tile, int Batch, class Window, class Y, class X, class G, class Places>
    static __device__ void sumPooledShards(X x, G gradient, Places chosen, float* sums, int samples, int block)
    {
        using Gradients = PooledGradients<Window, Y, G, Places>;
        using Inputs = typename Plain::template Inputs<X, Y>;
        const int steps = Taps * X::Channels;
        sumOverShard<Batch, Y::Pixels, Tile>(
            block, Y::Channels, steps, samples, Each<Gradients>{{gradient, chosen}}, Each<Inputs>{{x}})
            .finish(Y::Channels, steps, typename Plain::template Store<X>{sumsOfShard<Tile>(sums, block, Y::Channels, steps)});
    }

private:
    // ∂y of the pixels of y, by those of the pooling: the sum over the windows that have chosen a pixel.
    template <class Window, class Y, class G, class Places>
    struct PooledGradients
    {
        G gradient;
        Places chosen;

        __device__ __forceinline__ float operator()(int output, int term) const
        {
            int channel = min(output, Y::Channels - 1);
            int sample = term / Y::Pixels;
            int row = term % Y::Pixels / Y::Width;
            int column = term % Y::Width;
            const unsigned char* places = chosen.of(sample);
            float sum = 0.0f;
            for (int r = Window::firstOver(row); r < Window::endOver(row, G::Height); r++)
            {
                for (int c = Window::firstOver(column); c < Window::endOver(column, G::Width); c++)
                {
                    int place = (row - Window::start(r)) * Window::Kernel + column - Window::start(c);
                    int i = (r * G::Width + c) * G::Channels + channel;
                    if (places[i] == place)
                        sum += gradient(sample, i);
                }
            }
            return sum;
        }
    };
};
