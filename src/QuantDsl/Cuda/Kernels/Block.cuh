// What the threads of a block do together: streams, sums and barriers.

// Up to Lanes values of a stream: 16 bytes at once but for the last few.
template <int Lanes>
__device__ __forceinline__ void load(const float* from, int lanes, float (&to)[Lanes])
{
    if constexpr (Lanes == 1)
    {
        to[0] = from[0];
    }
    else if (lanes == 4)
    {
        float4 four = *(const float4*)from;
        to[0] = four.x;
        to[1] = four.y;
        to[2] = four.z;
        to[3] = four.w;
    }
    else
    {
        for (int k = 0; k < 3; k++)
            to[k] = k < lanes ? from[k] : 0.0f;
        to[3] = 0.0f;
    }
}

// The last one to three values of a stream. Not inlined: the compiler would merge these stores with the first of those of four values, and split them.
__device__ __noinline__ void storeRest(float* to, int lanes, float first, float second, float third)
{
    to[0] = first;
    if (lanes > 1)
        to[1] = second;
    if (lanes > 2)
        to[2] = third;
}

__device__ __forceinline__ void store(float* to, int lanes, const float (&from)[4])
{
    if (lanes == 4)
        *(float4*)to = make_float4(from[0], from[1], from[2], from[3]);
    else
        storeRest(to, lanes, from[0], from[1], from[2]);
}

// The sum over the block, in the same order each time; every thread gets it.
__device__ double blockSum(double x)
{
    __shared__ double warps[Threads / 32];
    for (int offset = 16; offset > 0; offset /= 2)
        x += __shfl_down_sync(0xffffffff, x, offset);
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = x;
    __syncthreads();
    double sum = 0;
    for (int warp = 0; warp < Threads / 32; warp++)
        sum += warps[warp];
    __syncthreads(); // before the next sum takes the memory
    return sum;
}

// The largest over the block of numbers that are not negative; every thread gets it.
__device__ double blockLargest(double x)
{
    __shared__ double warps[Threads / 32];
    for (int offset = 16; offset > 0; offset /= 2)
    {
        double other = __shfl_down_sync(0xffffffff, x, offset);
        x = other > x ? other : x;
    }
    if (threadIdx.x % 32 == 0)
        warps[threadIdx.x / 32] = x;
    __syncthreads();
    double largest = 0;
    for (int warp = 0; warp < Threads / 32; warp++)
        largest = warps[warp] > largest ? warps[warp] : largest;
    __syncthreads(); // before the next one takes the memory
    return largest;
}

// Waits for all blocks of the launch, which must be a cooperative one.
__device__ void gridBarrier(unsigned int* arrived, unsigned int goal)
{
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0)
    {
        atomicAdd(arrived, 1u);
        while (*(volatile unsigned int*)arrived < goal)
            __nanosleep(32);
        __threadfence();
    }
    __syncthreads();
}

// The barriers of a launch: each is passed when all blocks have come that often.
struct GridBarrier
{
    unsigned int* arrived;
    unsigned int goal;

    __device__ __forceinline__ void wait()
    {
        goal += gridDim.x;
        gridBarrier(arrived, goal);
    }
};

// The last parameter whose first tile or row is not behind a place.
template <int Parameter::*first>
__device__ int parameterAt(Memory memory, int place)
{
    int low = 0;
    int high = memory.parameterCount;
    while (high - low > 1)
    {
        int middle = (low + high) / 2;
        if (memory.parameters[middle].*first <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

// Values of a parameter that belong to a tile.
struct Range
{
    int start, end;
};

__device__ __forceinline__ Range rangeOf(Parameter parameter, int tile)
{
    int start = (tile - parameter.firstTile) * TileSize;
    return {start, min(start + TileSize, parameter.count)};
}

// While a fault is noted, no update writes anything.
__device__ __forceinline__ bool isFaulty(Memory memory)
{
    return *memory.fault != NoFault;
}

// Where the moved weights are: those of a trial took the memory of their gradient.
template <int kind>
__device__ const float* valuesOf(Memory memory, Parameter parameter, int number)
{
    return kind == Trial ? memory.gradients[number] : memory.latent + parameter.offset;
}
