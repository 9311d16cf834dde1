// Products by tensor cores, as accurate as in float32. A number is a sum of three bfloat16, a level is one: a product of both is three, and one of two
// numbers the six that are above 2⁻²⁴ of it. The instruction cuts its sums off instead of rounding them, so it adds up no more than the terms of a
// panel, the smallest products first; those sums are then added in float32, in order. So results depend on nothing but shapes here, too.

const int TensorColumns = 64;

// One memory for all such products of a kernel: two stages of the largest tile.
const int TensorMemoryWords = 2 * 3 * (128 + TensorColumns) * 8;

__device__ unsigned* tensorMemory()
{
    __shared__ unsigned memory[TensorMemoryWords];
    return memory;
}

// A tile of 64·Height rows by 64 columns: eight warps, four below each other, have 16·Height rows by 32 columns each. Depth: terms of a panel. Parts:
// bfloat16 of a number.
template <int Height, int Depth, int Parts>
struct TensorTile
{
    static constexpr int Rows = 64 * Height;
    static constexpr int PartsOfNumber = Parts;
    static constexpr int Across = 4; // instructions of a warp side by side
    static constexpr int Sums = 4;   // of an instruction, for each lane
    static constexpr int Count = Height * Across * Sums;

    int row, column; // its first
    float sums[Height][Across][Sums];

    // The thread's sums, one after the other.
    __device__ __forceinline__ float& sum(int i)
    {
        return sums[i / (Across * Sums)][i / Sums % Across][i % Sums];
    }

    // The tile of this number, row by row of tiles.
    static __device__ __forceinline__ TensorTile of(int number, int columns)
    {
        int across = (columns + TensorColumns - 1) / TensorColumns;
        TensorTile tile = {};
        tile.row = number / across * Rows;
        tile.column = number % across * TensorColumns;
        return tile;
    }

    static __device__ __forceinline__ int count(int rows, int columns)
    {
        return (rows + Rows - 1) / Rows * ((columns + TensorColumns - 1) / TensorColumns);
    }

    // Adds the products of the terms from `first` to `end`. Operands give something, no matter what, for lines beyond the last. While warps multiply
    // a panel, the next is on its way to the registers.
    template <class Left, class Right>
    __device__ __forceinline__ void add(int first, int end, Left left, Right right)
    {
        using Lefts = Panel<Numbers, Rows, Depth, Parts>;
        using Rights = Panel<Right::Lies, TensorColumns, Depth, Parts>;
        const int words = Lefts::Words + Rights::Words;
        Lefts lefts;
        Rights rights;
        if (first < end)
        {
            lefts.fetch(left, row, first, end);
            rights.fetch(right, column, first, end);
        }
        __syncthreads(); // what was in memory is read
        unsigned* memory = tensorMemory();
        static_assert(2 * words <= TensorMemoryWords, "two stages fit");
        int stage = 0;
        for (int start = first; start < end; start += Depth)
        {
            unsigned* panels = memory + stage * words;
            lefts.put(panels);
            rights.put(panels + Lefts::Words);
            __syncthreads(); // all is there; the other stage is read
            if (start + Depth < end)
            {
                lefts.fetch(left, row, start + Depth, end);
                rights.fetch(right, column, start + Depth, end);
            }
            multiply<Lefts, Rights>(panels, panels + Lefts::Words);
            stage = 1 - stage;
        }
    }

    // Calls store(row, column, sum) for the outputs that this thread has.
    template <class Store>
    __device__ __forceinline__ void finish(int rows, int columns, Store store) const
    {
        #pragma unroll
        for (int i = 0; i < Height; i++)
        {
            #pragma unroll
            for (int j = 0; j < Across; j++)
            {
                #pragma unroll
                for (int k = 0; k < Sums; k++)
                {
                    int r = row + firstRow(i) + k / 2 * 8;
                    int c = column + firstColumn(j) + threadIdx.x % 4 * 2 + k % 2;
                    if (r < rows && c < columns)
                        store(r, c, sums[i][j][k]);
                }
            }
        }
    }

private:
    // The first of the two rows that this lane has of an instruction.
    static __device__ __forceinline__ int firstRow(int i)
    {
        return threadIdx.x / 64 * 16 * Height + i * 16 + threadIdx.x % 32 / 4;
    }

    // The first column of an instruction.
    static __device__ __forceinline__ int firstColumn(int j)
    {
        return threadIdx.x / 32 % 2 * 32 + j * 8;
    }

    // Adds the products of a panel.
    template <class Lefts, class Rights>
    __device__ __forceinline__ void multiply(const unsigned* lefts, const unsigned* rights)
    {
        float panel[Height][Across][Sums] = {};
        #pragma unroll
        for (int step = 0; step < Depth / 16; step++)
        {
            unsigned left[Height][Parts][4];
            #pragma unroll
            for (int i = 0; i < Height; i++)
            {
                #pragma unroll
                for (int part = 0; part < Parts; part++)
                {
                    Lefts::take(lefts, part, firstRow(i), step, left[i][part][0], left[i][part][2]);
                    Lefts::take(lefts, part, firstRow(i) + 8, step, left[i][part][1], left[i][part][3]);
                }
            }
            #pragma unroll
            for (int j = 0; j < Across; j++)
            {
                unsigned right[Rights::PartsInMemory][2];
                #pragma unroll
                for (int part = 0; part < Rights::PartsInMemory; part++)
                    Rights::take(rights, part, firstColumn(j) + threadIdx.x % 32 / 4, step, right[part][0], right[part][1]);
                // Part a of a number is below 2⁻⁸ᵃ of it; products below 2⁻²⁴ do not count.
                #pragma unroll
                for (int rank = Parts - 1; rank >= 0; rank--)
                {
                    #pragma unroll
                    for (int part = 0; part <= rank && part < Rights::PartsInMemory; part++)
                    {
                        #pragma unroll
                        for (int i = 0; i < Height; i++)
                            multiplyAdd(panel[i][j], left[i][rank - part], right[part]);
                    }
                }
            }
        }
        #pragma unroll
        for (int i = 0; i < Height; i++)
        {
            #pragma unroll
            for (int j = 0; j < Across; j++)
            {
                #pragma unroll
                for (int k = 0; k < Sums; k++)
                    sums[i][j][k] += panel[i][j][k];
            }
        }
    }
};

// An operand that is asked for number by number.
template <class Function>
struct Each
{
    static constexpr Form Lies = Numbers;
    static constexpr bool HasPairs = false;

    Function function;

    __device__ __forceinline__ float operator()(int line, int term) const
    {
        return function(line, term);
    }
};
