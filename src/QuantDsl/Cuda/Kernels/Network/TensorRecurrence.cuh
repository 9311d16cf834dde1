// The products with the states of a recurrent layer by tensor cores, for Lstm.cuh and Gru.cuh, from weights as levels.
//
// A block takes 16 samples, the rows of an instruction, through all positions, so that weights are read once for 16 samples instead of 4. Its eight
// warps have eight units each, or as many times eight as there are groups, with the sums of all gates in the same lane. The states of a position
// are taken apart once for all warps and lie in shared memory; levels come from where they are packed, one instruction ahead.
//
// What a position of an LSTM of 256 units should take, in float32 and of 1 bit; predicted, not measured. By multiply-add a block reads 1 MB for 4
// samples: 10 µs at 64 bytes a cycle. Here it reads 32 KB for 16, which stay in the first cache, and makes 13 million products: 6 µs at 1,200 a
// cycle. So arithmetic bounds it. Blocks that share the units of a slice would divide it, but wait for each other at each position, 1 to 2 µs for a
// barrier of the device, and have to be there all at once, beside whatever else the graph runs; below some 256 units that takes as long as it saves.
// Weights without levels would have to be taken apart at each position, which takes longer than the products: multiply-add has those.

// Levels with their scales.
template <class Operand, class Scales>
struct ScaledLevels
{
    Operand levels;
    Scales scales;
};

template <class Operand, class Scales>
ScaledLevels(Operand, Scales) -> ScaledLevels<Operand, Scales>;

// What a lane has of a line of levels: the terms 2j, 2j + 1 and 2j + 8, 2j + 9 of 16.
template <Form form>
struct LaneLevels;

template <>
struct LaneLevels<Levels>
{
    unsigned early, late;

    __device__ __forceinline__ void fetch(const unsigned* line, int term)
    {
        early = line[term / 2 + threadIdx.x % 4];
        late = line[term / 2 + threadIdx.x % 4 + 4];
    }

    __device__ __forceinline__ void take(unsigned (&levels)[2]) const
    {
        levels[0] = early;
        levels[1] = late;
    }
};

template <>
struct LaneLevels<Signs>
{
    unsigned signs;

    __device__ __forceinline__ void fetch(const unsigned* line, int term)
    {
        signs = line[term / 32] >> (term % 32 + threadIdx.x % 4 * 2);
    }

    __device__ __forceinline__ void take(unsigned (&levels)[2]) const
    {
        levels[0] = levelsOfSigns(signs);
        levels[1] = levelsOfSigns(signs >> 8);
    }
};

template <>
struct LaneLevels<Trits>
{
    unsigned signs, others;

    __device__ __forceinline__ void fetch(const unsigned* line, int term)
    {
        int shift = term % 32 + threadIdx.x % 4 * 2;
        signs = line[term / 32 * 2] >> shift;
        others = line[term / 32 * 2 + 1] >> shift;
    }

    __device__ __forceinline__ void take(unsigned (&levels)[2]) const
    {
        levels[0] = levelsOfTrits(signs, others);
        levels[1] = levelsOfTrits(signs >> 8, others >> 8);
    }
};

// Groups: how many times eight units a warp has at once.
template <int Gates, int HiddenUnits, int Groups, class Tile>
struct TensorRecurrence
{
    static constexpr int Hidden = HiddenUnits;
    static constexpr int UnitsAtOnce = Threads / 32 * 8 * Groups;
    static constexpr int Places = 4 * Groups; // of a thread: pairs of a sample and a unit
    static constexpr int Slice = 16;          // samples of a block

    // Whether the minibatch has ended before the block's slice.
    static __device__ __forceinline__ bool isIdle(int samples)
    {
        return (int)blockIdx.x * Slice >= samples;
    }

    static __device__ __forceinline__ int sample(int place)
    {
        return blockIdx.x * Slice + place % 4 / 2 * 8 + threadIdx.x % 32 / 4;
    }

    // The unit of a place among those from `first` on.
    static __device__ __forceinline__ int unit(int first, int place)
    {
        return firstUnit(first) + place / 4 * 8 + threadIdx.x % 4 * 2 + place % 2;
    }

    // Sets what the gates of the thread's units get from the states of a position. All threads of the block must come.
    template <class W, class H>
    static __device__ __forceinline__ void addStates(
        W weights, H states, int position, int first, int samples, float (&sums)[Gates][Places])
    {
        auto state = [&](int row, int unit) { return states(sampleOf(row, samples), position * Hidden + unit); };
        auto line = [&](int i) { return weights.levels.line(i % Gates * Hidden + column(first, i / Gates)); };
        float products[Groups * Gates][4] = {};
        add<Hidden, decltype(weights.levels)::Lies>(state, line, first, products);
        #pragma unroll
        for (int place = 0; place < Places; place++)
        {
            int own = min(unit(first, place), Hidden - 1);
            #pragma unroll
            for (int gate = 0; gate < Gates; gate++)
                sums[gate][place] = products[place / 4 * Gates + gate][place % 4] * weights.scales.of(gate * Hidden + own);
        }
    }

    // Sets what the thread's states get through the products of a position, whose gates have these gradients. All threads of the block must come.
    template <class W, class G>
    static __device__ __forceinline__ void addGradients(
        W weights, G gradients, int position, int first, int samples, float (&sums)[Places])
    {
        using Scales = decltype(weights.scales);
        auto gradient = [&](int row, int term)
        {
            float gradient = gradients(sampleOf(row, samples), position * Gates * Hidden + term);
            if constexpr (Scales::IsByOutput)
                return gradient * weights.scales.of(term);
            else
                return gradient;
        };
        auto line = [&](int i) { return weights.levels.line(column(first, i)); };
        float products[Groups][4] = {};
        add<Gates * Hidden, decltype(weights.levels)::Lies>(gradient, line, first, products);
        #pragma unroll
        for (int place = 0; place < Places; place++)
            sums[place] = rescaled(products[place / 4][place % 4], weights.scales);
    }

private:
    static constexpr int Parts = Tile::PartsOfNumber;

    static __device__ __forceinline__ int firstUnit(int first)
    {
        return first + threadIdx.x / 32 * 8 * Groups;
    }

    // The unit whose weights the lane has for a group.
    static __device__ __forceinline__ int column(int first, int group)
    {
        return min(firstUnit(first) + group * 8 + (int)threadIdx.x % 32 / 4, Hidden - 1);
    }

    static __device__ __forceinline__ int sampleOf(int row, int samples)
    {
        return min((int)blockIdx.x * Slice + row, samples - 1);
    }

    // How many terms of the rows are in shared memory at once.
    template <int Terms>
    static constexpr int TermsAtOnce = Terms < 256 ? (Terms + 15) / 16 * 16 : 256;

    // Words of a row there: four more than it needs, so that eight rows lie in different banks.
    template <int Terms>
    static constexpr int WordsOfRow = TermsAtOnce<Terms> / 2 + 4;

    // Adds the products of rows with lines. Rows that are all in memory stay there for the units behind the first.
    template <int Terms, Form form, class Left, class Line, int Lines>
    static __device__ __forceinline__ void add(Left left, Line line, int first, float (&sums)[Lines][4])
    {
        const int atOnce = TermsAtOnce<Terms>;
        for (int start = 0; start < Terms; start += atOnce)
        {
            if (first == 0 || atOnce < Terms)
            {
                __syncthreads(); // the rows before are read, and the next are written
                stage<Terms>(left, start);
                __syncthreads(); // all is there
            }
            if (firstUnit(first) < Hidden)
                multiply<Terms, form>(line, start, sums);
        }
    }

    template <int Terms, class Left>
    static __device__ __forceinline__ void stage(Left left, int start)
    {
        const int words = TermsAtOnce<Terms> / 2;
        static_assert(Parts * Slice * WordsOfRow<Terms> <= TensorMemoryWords, "the rows fit");
        unsigned* memory = tensorMemory();
        #pragma unroll 4
        for (int i = threadIdx.x; i < Slice * words; i += Threads)
        {
            int row = i / words;
            int term = start + i % words * 2;
            unsigned lows[Parts], highs[Parts];
            split(term < Terms ? left(row, term) : 0.0f, lows);
            split(term + 1 < Terms ? left(row, term + 1) : 0.0f, highs);
            #pragma unroll
            for (int part = 0; part < Parts; part++)
                memory[(part * Slice + row) * WordsOfRow<Terms> + i % words] = lows[part] >> 16 | highs[part];
        }
    }

    // As in TensorProducts.cuh: 16 terms are added up by instructions, the smallest parts first, then their sums in float32.
    template <int Terms, Form form, class Line, int Lines>
    static __device__ __forceinline__ void multiply(Line line, int start, float (&sums)[Lines][4])
    {
        LaneLevels<form> next[Lines];
        #pragma unroll
        for (int i = 0; i < Lines; i++)
            next[i].fetch(line(i), start);
        int end = min(Terms - start, TermsAtOnce<Terms>);
        #pragma unroll 1
        for (int term = 0; term < end; term += 16)
        {
            unsigned right[Lines][2];
            #pragma unroll
            for (int i = 0; i < Lines; i++)
            {
                next[i].take(right[i]);
                if (term + 16 < end)
                    next[i].fetch(line(i), start + term + 16);
            }
            const unsigned* rows = tensorMemory() + threadIdx.x % 32 / 4 * WordsOfRow<Terms> + term / 2 + threadIdx.x % 4;
            float panel[Lines][4] = {};
            #pragma unroll
            for (int part = Parts - 1; part >= 0; part--)
            {
                const unsigned* early = rows + part * Slice * WordsOfRow<Terms>;
                const unsigned* late = early + 8 * WordsOfRow<Terms>;
                unsigned left[4] = {early[0], late[0], early[4], late[4]};
                #pragma unroll
                for (int i = 0; i < Lines; i++)
                    multiplyAdd(panel[i], left, right[i]);
            }
            #pragma unroll
            for (int i = 0; i < Lines; i++)
            {
                #pragma unroll
                for (int k = 0; k < 4; k++)
                    sums[i][k] += panel[i][k];
            }
        }
    }
};
