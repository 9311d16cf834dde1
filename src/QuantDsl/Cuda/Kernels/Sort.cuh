// Sorting by a block's threads: pairs by descending magnitude, digit by digit from the lowest. A pass keeps the order of equal digits, so the result is
// that of a comparison; which thread places what is fixed by the place, so no bit depends on the device.

const int DigitBits = 4;
const int Digits = 1 << DigitBits;
const int DigitPasses = 32 / DigitBits; // an even number: what was sorted lies where it began
const int PairsOfThread = TileSize / Threads; // side by side

__device__ __forceinline__ int digitOf(Pair pair, int pass)
{
    return (~__float_as_int(pair.magnitude) >> (pass * DigitBits)) & (Digits - 1); // magnitudes are ordered like their bits
}

// The sum over the threads before this one, in the same order each time.
template <class T>
__device__ T sumBefore(T x)
{
    __shared__ T sums[2][Threads];
    int from = 0;
    sums[from][threadIdx.x] = x;
    for (int distance = 1; distance < Threads; distance *= 2)
    {
        __syncthreads();
        T sum = sums[from][threadIdx.x];
        if ((int)threadIdx.x >= distance)
            sum = sums[from][threadIdx.x - distance] + sum;
        from = 1 - from;
        sums[from][threadIdx.x] = sum;
    }
    __syncthreads();
    T before = threadIdx.x == 0 ? T{} : sums[from][threadIdx.x - 1];
    __syncthreads(); // before the next sum takes the memory
    return before;
}

// Where the pairs of a tile with each digit and thread begin among those of the tile, in their new order.
__device__ unsigned short* tilePlaces()
{
    __shared__ unsigned short places[Digits * Threads];
    return places;
}

// Finds these places for a pass. Behind it are barriers.
__device__ void findPlaces(const Pair* pairs, int count, int pass)
{
    unsigned short* places = tilePlaces();
    for (int digit = 0; digit < Digits; digit++)
        places[digit * Threads + threadIdx.x] = 0;
    int end = min(count, ((int)threadIdx.x + 1) * PairsOfThread);
    for (int i = threadIdx.x * PairsOfThread; i < end; i++)
        places[digitOf(pairs[i], pass) * Threads + threadIdx.x]++;
    __syncthreads(); // all is counted
    int sum = 0;
    for (int i = 0; i < Digits; i++)
        sum += places[threadIdx.x * Digits + i];
    int place = sumBefore(sum);
    for (int i = 0; i < Digits; i++)
    {
        int counted = places[threadIdx.x * Digits + i];
        places[threadIdx.x * Digits + i] = (unsigned short)place;
        place += counted;
    }
    __syncthreads(); // all places are there
}

// How many pairs of the tile have a digit; behind findPlaces.
__device__ __forceinline__ int countOf(int digit, int count)
{
    const unsigned short* places = tilePlaces();
    return (digit + 1 < Digits ? places[(digit + 1) * Threads] : count) - places[digit * Threads];
}

// Puts the pairs of a tile where they belong; behind findPlaces. `first` says where the tile's first pair with a digit goes: each of the first threads
// knows it of the digit of its number.
__device__ void place(const Pair* pairs, int count, int pass, int first, Pair* to)
{
    unsigned short* places = tilePlaces();
    __shared__ int shift[Digits];
    if (threadIdx.x < Digits)
        shift[threadIdx.x] = first - places[threadIdx.x * Threads];
    __syncthreads(); // from here on a thread touches only its own places
    int end = min(count, ((int)threadIdx.x + 1) * PairsOfThread);
    for (int i = threadIdx.x * PairsOfThread; i < end; i++)
    {
        Pair pair = pairs[i];
        int digit = digitOf(pair, pass);
        to[shift[digit] + places[digit * Threads + threadIdx.x]++] = pair;
    }
    __syncthreads(); // before others take the memory
}
