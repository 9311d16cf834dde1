// Operands of products by tensor cores, a part at a time: fetched from where they lie into registers, and put into shared memory as bfloat16, from
// where warps take them. A panel has rows of the left operand or columns of the right one, both called lines here.

// x as a sum of bfloat16, the largest first; the upper half of each word counts. Rounded to the nearest, each is at most 2⁻⁸ of the one before, and
// three of them are x itself. NaN and infinity give a sum that is neither finite; so does |x| above 3.39·10³⁸.
template <int Parts>
__device__ __forceinline__ void split(float x, unsigned (&parts)[Parts])
{
    #pragma unroll
    for (int i = 0; i < Parts; i++)
    {
        unsigned bits = __float_as_int(x);
        bool isLast = i == Parts - 1; // nothing comes behind that would remember NaN
        if (i < 2 && !(isLast && (bits & 0x7f800000) == 0x7f800000))
            bits += 0x8000;
        parts[i] = bits & 0xffff0000;
        x -= __int_as_float(parts[i]);
    }
}

// Where a word of a line lies: groups of four words are exchanged so that eight neighbouring lines have them in different banks.
template <int Depth>
__device__ __forceinline__ int placeOf(int line, int word)
{
    const int words = Depth / 2;
    return line * words + (word ^ line / (32 / words) % (words / 4) * 4);
}

// The line and the word of a thread's i-th word in a panel: a warp has four words of each of eight lines, so that it reads whole sectors of memory
// whether terms or lines are neighbours there.
template <int Lines, int Depth>
struct PanelWord
{
    int line, word;

    static __device__ __forceinline__ PanelWord of(int i)
    {
        int patch = threadIdx.x / 32 + Threads / 32 * i;
        int lane = threadIdx.x % 32;
        return {lane / 4 + patch % (Lines / 8) * 8, lane % 4 + patch / (Lines / 8) * 4};
    }
};

// Levels as two bfloat16, by the last two bits of each word: 1 or −1 by their signs.
__device__ __forceinline__ unsigned levelsOfSigns(unsigned signs)
{
    return 0x3f803f80 | (signs & 1) << 15 | (signs & 2) << 30;
}

// 0, 1 or −1. Only what is not 0 has a sign.
__device__ __forceinline__ unsigned levelsOfTrits(unsigned signs, unsigned others)
{
    return (others & 1) * 0x3f80 | (others >> 1 & 1) * 0x3f800000 | (signs & 1) << 15 | (signs & 2) << 30;
}

template <Form form, int Lines, int Depth, int Parts>
struct Panel;

template <int Lines, int Depth, int Parts>
struct Panel<Numbers, Lines, Depth, Parts>
{
    static constexpr int Words = Parts * Lines * Depth / 2; // of shared memory
    static constexpr int WordsOfThread = Lines * Depth / 2 / Threads;
    static constexpr int PartsInMemory = Parts;

    float low[WordsOfThread], high[WordsOfThread];

    template <class Operand>
    __device__ __forceinline__ void fetch(Operand operand, int firstLine, int firstTerm, int end)
    {
        #pragma unroll
        for (int i = 0; i < WordsOfThread; i++)
        {
            auto at = PanelWord<Lines, Depth>::of(i);
            int line = firstLine + at.line;
            int term = firstTerm + 2 * at.word;
            if constexpr (Operand::HasPairs)
            {
                float2 pair = {0.0f, 0.0f};
                if (term < end)
                    pair = operand.pair(line, term);
                low[i] = pair.x;
                high[i] = pair.y;
            }
            else
            {
                low[i] = term < end ? operand(line, term) : 0.0f;
                high[i] = term + 1 < end ? operand(line, term + 1) : 0.0f;
            }
        }
    }

    __device__ __forceinline__ void put(unsigned* memory) const
    {
        #pragma unroll
        for (int i = 0; i < WordsOfThread; i++)
        {
            auto at = PanelWord<Lines, Depth>::of(i);
            unsigned lows[Parts], highs[Parts];
            split(low[i], lows);
            split(high[i], highs);
            #pragma unroll
            for (int part = 0; part < Parts; part++)
                memory[part * Lines * Depth / 2 + placeOf<Depth>(at.line, at.word)] = lows[part] >> 16 | highs[part];
        }
    }

    // What a lane has of a line: the terms 2j, 2j + 1 and 2j + 8, 2j + 9 of the 16 of a step.
    static __device__ __forceinline__ void take(const unsigned* memory, int part, int line, int step, unsigned& early, unsigned& late)
    {
        const unsigned* lines = memory + part * Lines * Depth / 2;
        int word = step * 8 + threadIdx.x % 4;
        early = lines[placeOf<Depth>(line, word)];
        late = lines[placeOf<Depth>(line, word + 4)];
    }
};

template <int Lines, int Depth, int Parts>
struct Panel<Levels, Lines, Depth, Parts>
{
    static constexpr int Words = Lines * Depth / 2;
    static constexpr int WordsOfThread = Words / Threads;
    static constexpr int PartsInMemory = 1;

    unsigned words[WordsOfThread];

    template <class Operand>
    __device__ __forceinline__ void fetch(Operand operand, int firstLine, int firstTerm, int)
    {
        #pragma unroll
        for (int i = 0; i < WordsOfThread; i++)
        {
            auto at = PanelWord<Lines, Depth>::of(i);
            words[i] = operand.line(firstLine + at.line)[firstTerm / 2 + at.word];
        }
    }

    __device__ __forceinline__ void put(unsigned* memory) const
    {
        #pragma unroll
        for (int i = 0; i < WordsOfThread; i++)
        {
            auto at = PanelWord<Lines, Depth>::of(i);
            memory[placeOf<Depth>(at.line, at.word)] = words[i];
        }
    }

    static __device__ __forceinline__ void take(const unsigned* memory, int, int line, int step, unsigned& early, unsigned& late)
    {
        Panel<Numbers, Lines, Depth, 1>::take(memory, 0, line, step, early, late);
    }
};

// Bits stay bits in shared memory; lanes make bfloat16 of those that they multiply.
template <int Lines, int Depth, int Parts>
struct Panel<Signs, Lines, Depth, Parts>
{
    static constexpr int Words = Lines;
    static constexpr int PartsInMemory = 1;

    unsigned signs;

    template <class Operand>
    __device__ __forceinline__ void fetch(Operand operand, int firstLine, int firstTerm, int)
    {
        if (threadIdx.x < Lines)
            signs = operand.line(firstLine + threadIdx.x)[firstTerm / 32] >> firstTerm % 32;
    }

    __device__ __forceinline__ void put(unsigned* memory) const
    {
        if (threadIdx.x < Lines)
            memory[threadIdx.x] = signs;
    }

    static __device__ __forceinline__ void take(const unsigned* memory, int, int line, int step, unsigned& early, unsigned& late)
    {
        unsigned bits = memory[line] >> (step * 16 + threadIdx.x % 4 * 2);
        early = levelsOfSigns(bits);
        late = levelsOfSigns(bits >> 8);
    }
};

template <int Lines, int Depth, int Parts>
struct Panel<Trits, Lines, Depth, Parts>
{
    static constexpr int Words = 2 * Lines;
    static constexpr int PartsInMemory = 1;

    unsigned word;

    template <class Operand>
    __device__ __forceinline__ void fetch(Operand operand, int firstLine, int firstTerm, int)
    {
        if (threadIdx.x < 2 * Lines)
            word = operand.line(firstLine + threadIdx.x / 2)[firstTerm / 32 * 2 + threadIdx.x % 2] >> firstTerm % 32;
    }

    __device__ __forceinline__ void put(unsigned* memory) const
    {
        if (threadIdx.x < 2 * Lines)
            memory[threadIdx.x] = word;
    }

    static __device__ __forceinline__ void take(const unsigned* memory, int, int line, int step, unsigned& early, unsigned& late)
    {
        int shift = step * 16 + threadIdx.x % 4 * 2;
        unsigned signs = memory[2 * line] >> shift;
        unsigned others = memory[2 * line + 1] >> shift;
        early = levelsOfTrits(signs, others);
        late = levelsOfTrits(signs >> 8, others >> 8);
    }
};
