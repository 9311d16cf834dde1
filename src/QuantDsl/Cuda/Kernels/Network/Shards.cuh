// How a batch is summed: in 8 shards of consecutive samples, in order within a shard, and the shards by a fixed binary tree, as on the CPU
// (BatchShards.cs).

const int ShardCount = 8;

template <int Batch>
struct Shards
{
    static constexpr int Size = (Batch + ShardCount - 1) / ShardCount;

    int samples;

    __device__ __forceinline__ int start(int shard) const
    {
        return min(samples, shard * Size);
    }

    __device__ __forceinline__ int end(int shard) const
    {
        return min(samples, (shard + 1) * Size);
    }
};

// The tree ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)) of shards that come one after the other. No array of them, so that all stay in registers.
struct ShardTree
{
    float pair, four, eight;

    __device__ __forceinline__ void add(int shard, float sum)
    {
        if (shard % 2 == 0)
        {
            pair = sum;
            return;
        }
        sum = pair + sum;
        if (shard % 4 == 1)
        {
            four = sum;
            return;
        }
        sum = four + sum;
        eight = shard == 3 ? sum : eight + sum;
    }
};

// The sum of what each shard left, from the first on.
__device__ __forceinline__ float sumOfShards(const float* sums, int stride)
{
    float low = (sums[0] + sums[stride]) + (sums[2 * stride] + sums[3 * stride]);
    float high = (sums[4 * stride] + sums[5 * stride]) + (sums[6 * stride] + sums[7 * stride]);
    return low + high;
}

// The sum over samples of what `term` says of each.
template <int Batch, class Term>
__device__ __forceinline__ float sumOfSamples(int samples, Term term)
{
    Shards<Batch> shards{samples};
    ShardTree tree;
    for (int shard = 0; shard < ShardCount; shard++)
    {
        float sum = 0;
        for (int sample = shards.start(shard); sample < shards.end(shard); sample++)
            sum += term(sample);
        tree.add(shard, sum);
    }
    return tree.eight;
}

// A tile of a product whose terms are samples, or pixels of samples: shard by shard, then the tree.
template <int Batch, int TermsOfSample, class Tile, class Left, class Right>
__device__ __forceinline__ Tile sumOverBatch(int number, int columns, int samples, Left left, Right right)
{
    Shards<Batch> shards{samples};
    ShardTree trees[Tile::Count];
    for (int shard = 0; shard < ShardCount; shard++)
    {
        Tile tile = Tile::of(number, columns);
        tile.add(shards.start(shard) * TermsOfSample, shards.end(shard) * TermsOfSample, left, right);
        #pragma unroll
        for (int i = 0; i < Tile::Count; i++)
            trees[i].add(shard, tile.sum(i));
    }
    Tile result = Tile::of(number, columns);
    #pragma unroll
    for (int i = 0; i < Tile::Count; i++)
        result.sum(i) = trees[i].eight;
    return result;
}

// A tile of one shard's product; blocks go by shards, then tiles.
template <int Batch, int TermsOfSample, class Tile, class Left, class Right>
__device__ __forceinline__ Tile sumOverShard(int block, int rows, int columns, int samples, Left left, Right right)
{
    int tiles = Tile::count(rows, columns);
    int shard = block / tiles;
    Shards<Batch> shards{samples};
    Tile tile = Tile::of(block % tiles, columns);
    tile.add(shards.start(shard) * TermsOfSample, shards.end(shard) * TermsOfSample, left, right);
    return tile;
}

// Where the sums of that shard begin: [shard][row][column].
template <class Tile>
__device__ __forceinline__ float* sumsOfShard(float* sums, int block, int rows, int columns)
{
    return sums + block / Tile::count(rows, columns) * rows * columns;
}

// Target i = the sum of the shards' i-th sums.
template <int Count>
__device__ void addShards(const float* sums, float* target, int block)
{
    int i = block * Threads + threadIdx.x;
    if (i < Count)
        target[i] = sumOfShards(sums + i, Count);
}
