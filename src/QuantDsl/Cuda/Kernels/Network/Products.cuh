// Products, by tiles in shared memory: each output has one accumulator, and its terms are added in their order by fused multiply-add. So results
// depend on nothing but shapes.

const int TileRows = 64;
const int TileColumns = 32;
const int TileTerms = 16;
const int RowsOfThread = 4; // 16 threads by 16
const int ColumnsOfThread = 2;

// One memory for all products of a kernel.
__device__ float* productMemory()
{
    __shared__ float memory[TileTerms * (TileRows + 1 + TileColumns + 1)];
    return memory;
}

// A tile of outputs: which it is, and what its threads add up.
struct ProductTile
{
    static constexpr int Count = RowsOfThread * ColumnsOfThread; // of a thread's sums

    int row, column; // its first
    float sums[RowsOfThread][ColumnsOfThread];

    // The thread's sums, one after the other.
    __device__ __forceinline__ float& sum(int i)
    {
        return sums[i / ColumnsOfThread][i % ColumnsOfThread];
    }

    // The tile of this number, row by row of tiles.
    static __device__ __forceinline__ ProductTile of(int number, int columns)
    {
        int across = (columns + TileColumns - 1) / TileColumns;
        ProductTile tile = {};
        tile.row = number / across * TileRows;
        tile.column = number % across * TileColumns;
        return tile;
    }

    static __device__ __forceinline__ int count(int rows, int columns)
    {
        return (rows + TileRows - 1) / TileRows * ((columns + TileColumns - 1) / TileColumns);
    }

    // Adds the products left(row, term)·right(column, term) of the terms from `first` to `end`. Both must give something, no matter what, for rows
    // and columns beyond the last.
    template <class Left, class Right>
    __device__ __forceinline__ void add(int first, int end, Left left, Right right)
    {
        const int leftStride = TileRows + 1; // neighbours lie in different banks
        const int rightStride = TileColumns + 1;
        float* lefts = productMemory();
        float* rights = lefts + TileTerms * leftStride;
        int down = threadIdx.x / 16;
        int across = threadIdx.x % 16;
        for (int start = first; start < end; start += TileTerms)
        {
            __syncthreads(); // what was there is read
            for (int i = threadIdx.x; i < TileTerms * TileRows; i += Threads)
            {
                int term = i % TileTerms;
                lefts[term * leftStride + i / TileTerms] = start + term < end ? left(row + i / TileTerms, start + term) : 0.0f;
            }
            for (int i = threadIdx.x; i < TileTerms * TileColumns; i += Threads)
            {
                int term = i % TileTerms;
                rights[term * rightStride + i / TileTerms] = start + term < end ? right(column + i / TileTerms, start + term) : 0.0f;
            }
            __syncthreads(); // all is there
            int terms = min(TileTerms, end - start);
            for (int term = 0; term < terms; term++)
            {
                #pragma unroll
                for (int i = 0; i < RowsOfThread; i++)
                {
                    #pragma unroll
                    for (int j = 0; j < ColumnsOfThread; j++)
                    {
                        float a = lefts[term * leftStride + down + 16 * i];
                        float b = rights[term * rightStride + across + 16 * j];
                        sums[i][j] = fmaf(a, b, sums[i][j]);
                    }
                }
            }
        }
    }

    // Calls store(row, column, sum) for the outputs that this thread has.
    template <class Store>
    __device__ __forceinline__ void finish(int rows, int columns, Store store) const
    {
        #pragma unroll
        for (int i = 0; i < RowsOfThread; i++)
        {
            #pragma unroll
            for (int j = 0; j < ColumnsOfThread; j++)
            {
                int r = row + threadIdx.x / 16 + 16 * i;
                int c = column + threadIdx.x % 16 + 16 * j;
                if (r < rows && c < columns)
                    store(r, c, sums[i][j]);
            }
        }
    }
};

// What is added to a sum of products.
struct NoBias
{
    __device__ __forceinline__ float add(float sum, int) const
    {
        return sum;
    }
};

struct Bias
{
    const float* values; // one for each output

    __device__ __forceinline__ float add(float sum, int output) const
    {
        return sum + values[output];
    }
};

// ∂b = Σ ∂y over samples and pixels; a thread has an output.
template <int Batch, class Y>
__device__ void biasGradient(Y outputGradient, float* target, int samples, int block)
{
    int output = block * Threads + threadIdx.x;
    if (output >= Y::Channels)
        return;
    target[output] = sumOfSamples<Batch>(samples, [&](int sample)
    {
        float sum = 0;
        for (int pixel = 0; pixel < Y::Pixels; pixel++)
            sum += outputGradient(sample, pixel * Y::Channels + output);
        return sum;
    });
}
