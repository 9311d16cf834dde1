// Channels of two values side by side.

template <class X, class Z, class Y>
__device__ void concatenation(X x, Z other, Y y, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
    {
        int pixel = i / Y::Channels;
        int channel = i % Y::Channels;
        y(sample, i) = channel < X::Channels ? x(sample, pixel * X::Channels + channel)
            : other(sample, pixel * Z::Channels + channel - X::Channels);
    }
}

// The gradient of one of the two, whose channels begin at `First`.
template <int First, class Y, class X>
__device__ void concatenationGradient(Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        inputGradient(sample, i) = outputGradient(sample, i / X::Channels * Y::Channels + First + i % X::Channels);
}
