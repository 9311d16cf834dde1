// Zeros at random, the CPU's (DropoutStream.cs): a function of the model's seed, the step, the layer, the sample and the element. So nothing is kept
// from one pass to another, and both passes of a backtrack step have the same.

// Two words of 32 bits, the lower first, as Threefry has its keys, counters and results.
struct Words
{
    unsigned int low, high;

    static __device__ __forceinline__ Words of(unsigned long long both)
    {
        return {(unsigned int)both, (unsigned int)(both >> 32)};
    }
};

// Threefry-2x32 with 13 rounds (Threefry.cs).
struct Threefry
{
    Words words;

    static __device__ __forceinline__ Words of(Words key, Words counter)
    {
        unsigned int parity = 0x1BD11BDAu ^ key.low ^ key.high;
        Threefry state = {counter};
        state.add(key.low, key.high);
        state.evenRounds();
        state.add(key.high, parity + 1);
        state.oddRounds();
        state.add(parity, key.low + 2);
        state.evenRounds();
        state.add(key.low, key.high + 3);
        state.round(17);
        return state.words;
    }

private:
    __device__ __forceinline__ void add(unsigned int low, unsigned int high)
    {
        words.low += low;
        words.high += high;
    }

    __device__ __forceinline__ void round(int rotation)
    {
        words.low += words.high;
        words.high = (words.high << rotation | words.high >> (32 - rotation)) ^ words.low;
    }

    __device__ __forceinline__ void evenRounds()
    {
        round(13);
        round(15);
        round(26);
        round(6);
    }

    __device__ __forceinline__ void oddRounds()
    {
        round(17);
        round(29);
        round(16);
        round(24);
    }
};

// y = x · (0 or scale), forward of values and backward of gradients; 0 where the first 31 bits of an element's number are below the threshold. NaN
// and ∞ do not vanish: 0 times them is NaN.
template <int Layer, unsigned int Threshold, class X, class Y>
__device__ void dropout(const Control* control, float scale, X x, Y y, int sample)
{
    Words key = Threefry::of(Threefry::of(Words::of(control->seed), Words::of(control->stepCount)), Words{Layer, 0});
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
    {
        unsigned int number = Threefry::of(key, Words{(unsigned int)i, (unsigned int)sample}).low;
        y(sample, i) = x(sample, i) * (number >> 1 < Threshold ? 0.0f : scale);
    }
}
