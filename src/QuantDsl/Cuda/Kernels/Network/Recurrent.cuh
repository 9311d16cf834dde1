// What recurrent layers have in common. What the gates get from x is one product of all positions (Linear.cuh). The recurrence is one launch: a
// block takes a slice of the minibatch through all positions, since samples do not meet, and needs no other block. How a block makes the products
// with its states, and which samples and units a thread has, is said here; TensorRecurrence.cuh says it otherwise. In both a thread has a unit with
// all of its gates, so that their sums stay in registers until the unit's equations read them; units beyond those of a block are taken in turn.

// By float32 multiply-add. A thread has a unit of a few samples.
template <int Gates, int HiddenUnits, int Units, int Samples>
struct Recurrence
{
    static constexpr int Hidden = HiddenUnits;
    static constexpr int UnitsAtOnce = Units;
    static constexpr int Places = Samples;                  // of a thread: pairs of a sample and a unit
    static constexpr int Slice = Threads / Units * Samples; // samples of a block

    // Whether the minibatch has ended before the block's slice.
    static __device__ __forceinline__ bool isIdle(int samples)
    {
        return (int)blockIdx.x * Slice >= samples;
    }

    static __device__ __forceinline__ int sample(int place)
    {
        return firstSample() + place;
    }

    // The unit of a place among those from `first` on.
    static __device__ __forceinline__ int unit(int first, int)
    {
        return first + threadIdx.x % Units;
    }

    // Adds what the gates of the thread's unit get from the states of a position. W is [gate][unit][term] and is read through shared memory, a few
    // terms of all units at a time. All threads of the block must come, whether they have a unit and samples or not.
    template <class H>
    static __device__ __forceinline__ void addStates(
        const float* weights, H states, int position, int first, int samples, float (&sums)[Gates][Samples])
    {
        const int stride = Terms + 1; // neighbours lie in different banks
        float* rows = stagedRows();
        for (int start = 0; start < Hidden; start += Terms)
        {
            __syncthreads(); // what was there is read, and the states are written
            for (int i = threadIdx.x; i < Gates * Units * Terms; i += Threads)
            {
                int row = i / Terms;
                int from = row / Units * Hidden + min(first + row % Units, Hidden - 1);
                rows[row * stride + i % Terms] = weights[from * Hidden + min(start + i % Terms, Hidden - 1)];
            }
            __syncthreads(); // all is there
            int terms = min(Terms, Hidden - start);
            for (int term = 0; term < terms; term++)
            {
                float state[Samples];
                #pragma unroll
                for (int s = 0; s < Samples; s++)
                    state[s] = states(min(firstSample() + s, samples - 1), position * Hidden + start + term);
                #pragma unroll
                for (int gate = 0; gate < Gates; gate++)
                {
                    float weight = rows[(gate * Units + threadIdx.x % Units) * stride + term];
                    #pragma unroll
                    for (int s = 0; s < Samples; s++)
                        sums[gate][s] = fmaf(weight, state[s], sums[gate][s]);
                }
            }
        }
    }

    // Adds what a state gets through the products of a position, whose gates have these gradients. Neighbouring threads read neighbouring weights.
    template <class G>
    static __device__ __forceinline__ void addGradients(
        const float* weights, G gradients, int position, int first, int samples, float (&sums)[Samples])
    {
        int own = min(unit(first, 0), Hidden - 1);
        #pragma unroll 4
        for (int row = 0; row < Gates * Hidden; row++)
        {
            float weight = weights[row * Hidden + own];
            #pragma unroll
            for (int s = 0; s < Samples; s++)
                sums[s] = fmaf(gradients(min(firstSample() + s, samples - 1), position * Gates * Hidden + row), weight, sums[s]);
        }
    }

private:
    static constexpr int Terms = 8;

    static __device__ __forceinline__ int firstSample()
    {
        return blockIdx.x * Slice + threadIdx.x / Units * Samples;
    }

    static __device__ float* stagedRows()
    {
        __shared__ float rows[Gates * Units * (Terms + 1)];
        return rows;
    }
};

// A unit of a position in a value that may have the last positions only; 0 before those.
template <int Hidden, class Y>
__device__ __forceinline__ float ofLast(Y y, int sample, int position, int positions, int unit)
{
    int place = position - (positions - Y::Pixels);
    return place < 0 ? 0.0f : y(sample, place * Hidden + unit);
}

// Instead of what only a gradient needs, in a prediction.
struct NotKept
{
};

template <class Value>
struct IsKept
{
    static constexpr bool Is = true;
};

template <>
struct IsKept<NotKept>
{
    static constexpr bool Is = false;
};

// The last position of a sequence.
template <class X, class Y>
__device__ void lastPosition(X x, Y y, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
        y(sample, i) = x(sample, X::Elements - Y::Elements + i);
}
