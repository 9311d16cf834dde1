// A linear layer: y = Wx + b. W is [output][input]; a block has a tile of samples by outputs.

template <class X, class Y, class B>
__device__ void linear(X x, const float* weights, B bias, Y y, int samples)
{
    ProductTile tile = ProductTile::of(blockIdx.x, Y::Channels);
    if (tile.row >= samples)
        return;
    tile.add(
        0, X::Channels,
        [&](int sample, int term) { return x(min(sample, samples - 1), term); },
        [&](int output, int term) { return weights[min(output, Y::Channels - 1) * X::Channels + term]; });
    tile.finish(samples, Y::Channels, [&](int sample, int output, float sum) { y(sample, output) = bias.add(sum, output); });
}

// ∂x = Wᵀ∂y.
template <class X, class Y>
__device__ void linearInputGradient(Y outputGradient, const float* weights, X inputGradient, int samples, int block = blockIdx.x)
{
    ProductTile tile = ProductTile::of(block, X::Channels);
    if (tile.row >= samples)
        return;
    tile.add(
        0, Y::Channels,
        [&](int sample, int term) { return outputGradient(min(sample, samples - 1), term); },
        [&](int input, int term) { return weights[term * X::Channels + min(input, X::Channels - 1)]; });
    tile.finish(samples, X::Channels, [&](int sample, int input, float sum) { inputGradient(sample, input) = sum; });
}

// ∂W = Σ ∂y·xᵀ over the batch; a block has a tile of outputs by inputs.
template <int Batch, class X, class Y>
__device__ void linearWeightGradient(X x, Y outputGradient, float* target, int samples, int block = blockIdx.x)
{
    auto left = [&](int output, int sample) { return outputGradient(sample, min(output, Y::Channels - 1)); };
    auto right = [&](int input, int sample) { return x(sample, min(input, X::Channels - 1)); };
    sumOverBatch<Batch, 1>(block, X::Channels, samples, left, right)
        .finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}

// The same of each shard by itself: [shard][output][input].
template <int Batch, class X, class Y>
__device__ void linearShards(X x, Y outputGradient, float* sums, int samples)
{
    int tiles = ProductTile::count(Y::Channels, X::Channels);
    int shard = blockIdx.x / tiles;
    Shards<Batch> shards{samples};
    ProductTile tile = ProductTile::of(blockIdx.x % tiles, X::Channels);
    tile.add(
        shards.start(shard), shards.end(shard),
        [&](int output, int sample) { return outputGradient(sample, min(output, Y::Channels - 1)); },
        [&](int input, int sample) { return x(sample, min(input, X::Channels - 1)); });
    float* target = sums + shard * Y::Channels * X::Channels;
    tile.finish(Y::Channels, X::Channels, [&](int output, int input, float sum) { target[output * X::Channels + input] = sum; });
}
