// What is done to each number of a sample by itself; a thread has one after the other.

// An activation: f, and f′ times a gradient.
struct Identity
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x;
    }

    static __device__ __forceinline__ float gradient(float, float outputGradient)
    {
        return outputGradient;
    }
};

// max(0, x), with f′(0) = 0. NaN stays, so that a loss shows it. y is above 0 where x is, so the gradient may take either.
struct Relu
{
    static __device__ __forceinline__ float apply(float x)
    {
        return x <= 0.0f ? 0.0f : x;
    }

    static __device__ __forceinline__ float gradient(float x, float outputGradient)
    {
        return x <= 0.0f ? 0.0f : outputGradient;
    }
};

// The samples come as the user gave them, channels first.
template <class X>
__device__ void takeInput(const float* inputs, X x, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        x(sample, i) = inputs[(long long)sample * X::Elements + i % X::Channels * X::Pixels + i / X::Channels];
}

// Sequences come as they are, position by position.
template <class X>
__device__ void takeSequence(const float* inputs, X x, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        x(sample, i) = inputs[(long long)sample * X::Elements + i];
}

// An image as features, channels first.
template <class X, class Y>
__device__ void flatten(X x, Y y, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        y(sample, i % X::Channels * X::Pixels + i / X::Channels) = x(sample, i);
}

template <class X, class Y>
__device__ void flattenGradient(Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        inputGradient(sample, i) = outputGradient(sample, i % X::Channels * X::Pixels + i / X::Channels);
}

template <class F, class X, class Y>
__device__ void activation(X x, Y y, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        y(sample, i) = F::apply(x(sample, i));
}

template <class F, class From, class Y, class X>
__device__ void activationGradient(From from, Y outputGradient, X inputGradient, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        inputGradient(sample, i) = F::gradient(from(sample, i), outputGradient(sample, i));
}

template <class F, class X, class Z, class Y>
__device__ void addition(X x, Z other, Y y, int sample)
{
    for (int i = threadIdx.x; i < X::Elements; i += Threads)
        y(sample, i) = F::apply(x(sample, i) + other(sample, i));
}

// To where a prediction's caller finds them.
template <class Y>
__device__ void putLogits(Y y, float* logits, int sample)
{
    for (int i = threadIdx.x; i < Y::Elements; i += Threads)
        logits[sample * Y::Elements + i] = y(sample, i);
}
