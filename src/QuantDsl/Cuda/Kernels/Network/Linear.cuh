// A linear layer, at each position of a sequence: y = Wx + b. W is [output][input]; the rows of a product are the positions of all samples, of
// features the samples, and a block has a tile of rows by outputs.

template <class X>
__device__ __forceinline__ float& atRow(X x, int row, int channel)
{
    return x(row / X::Pixels, row % X::Pixels * X::Channels + channel);
}

template <class X, class Y, class B>
__device__ void linear(X x, const float* weights, B bias, Y y, int samples, int block)
{
    int rows = samples * Y::Pixels;
    ProductTile tile = ProductTile::of(block, Y::Channels);
    if (tile.row >= rows)
        return;
    tile.add(
        0, X::Channels,
        [&](int row, int term) { return atRow(x, min(row, rows - 1), term); },
        [&](int output, int term) { return weights[min(output, Y::Channels - 1) * X::Channels + term]; });
    tile.finish(rows, Y::Channels, [&](int row, int output, float sum) { atRow(y, row, output) = bias.add(sum, output); });
}

// ∂x = Wᵀ∂y.
template <class X, class Y>
__device__ void linearInputGradient(Y outputGradient, const float* weights, X inputGradient, int samples, int block)
{
    int rows = samples * Y::Pixels;
    ProductTile tile = ProductTile::of(block, X::Channels);
    if (tile.row >= rows)
        return;
    tile.add(
        0, Y::Channels,
        [&](int row, int term) { return atRow(outputGradient, min(row, rows - 1), term); },
        [&](int input, int term) { return weights[term * X::Channels + min(input, X::Channels - 1)]; });
    tile.finish(rows, X::Channels, [&](int row, int input, float sum) { atRow(inputGradient, row, input) = sum; });
}

// What ∂W is a sum of: the products of x with ∂y of `Delay` positions later. The first positions of y have no such x.
template <int Delay, class X, class Y>
struct LinearTerms
{
    static constexpr int OfSample = Y::Pixels > Delay ? Y::Pixels - Delay : 0;
    static constexpr int Divisor = OfSample > 0 ? OfSample : 1; // of no terms, none is asked for

    X x;
    Y outputGradient;

    __device__ __forceinline__ float gradient(int output, int term) const
    {
        return outputGradient(term / Divisor, (term % Divisor + Delay) * Y::Channels + min(output, Y::Channels - 1));
    }

    __device__ __forceinline__ float input(int input, int term) const
    {
        return x(term / Divisor, term % Divisor * X::Channels + min(input, X::Channels - 1));
    }
};

// ∂W over the batch; a block has a tile of outputs by inputs.
template <int Batch, int Delay, class X, class Y>
__device__ void linearWeightGradient(X x, Y outputGradient, float* target, int samples, int block)
{
    using Terms = LinearTerms<Delay, X, Y>;
    Terms terms{x, outputGradient};
    auto left = [&](int output, int term) { return terms.gradient(output, term); };
    auto right = [&](int input, int term) { return terms.input(input, term); };
    sumOverBatch<Batch, Terms::OfSample, ProductTile>(block, X::Channels, samples, left, right)
        .finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}

// The same of each shard by itself: [shard][output][input].
template <int Batch, int Delay, class X, class Y>
__device__ void linearShards(X x, Y outputGradient, float* sums, int samples, int block)
{
    using Terms = LinearTerms<Delay, X, Y>;
    Terms terms{x, outputGradient};
    auto left = [&](int output, int term) { return terms.gradient(output, term); };
    auto right = [&](int input, int term) { return terms.input(input, term); };
    float* target = sumsOfShard<ProductTile>(sums, block, Y::Channels, X::Channels);
    sumOverShard<Batch, Terms::OfSample, ProductTile>(block, Y::Channels, X::Channels, samples, left, right)
        .finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}
