// CUDA's words as C++ for the CPU: the generated source is compiled behind this file as it is. Only what generated code uses.
#pragma once
#include "Calls.h"

extern "C" __attribute__((visibility("default"))) EmulatedCalls EMULATED_CALLS;
EmulatedCalls EMULATED_CALLS;

#define EMULATED // where the templates have words that only a device knows

#define __global__
#define __device__
#define __shared__ static thread_local // a block is a thread of the operating system
#define __launch_bounds__(...)
#define __forceinline__ __attribute__((always_inline)) inline
#define __noinline__ __attribute__((noinline))

struct EmulatedDim
{
    unsigned x;
};
#define threadIdx (EmulatedDim{EMULATED_CALLS.thread()})
#define blockIdx (EmulatedDim{EMULATED_CALLS.block()})
#define gridDim (EmulatedDim{EMULATED_CALLS.blocks()})

// Macros, so that a message can name the line.
#define __syncthreads() EMULATED_CALLS.barrier(__LINE__)
#define __shfl_down_sync(mask, value, offset) EMULATED_CALLS.shuffleDown(mask, value, offset, __LINE__)
#define __ballot_sync(mask, vote) EMULATED_CALLS.ballot(mask, vote, __LINE__)
#define emulatedMultiplyAdd(sums, left, right) EMULATED_CALLS.multiplyAdd(sums, left, right, __LINE__)

struct alignas(8) float2
{
    float x, y;
};
struct alignas(16) float4
{
    float x, y, z, w;
};
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

inline void __threadfence() { EMULATED_CALLS.fence(); }
inline void __nanosleep(unsigned) { EMULATED_CALLS.sleep(); }
inline unsigned atomicAdd(unsigned* to, unsigned x) { return __atomic_fetch_add(to, x, __ATOMIC_RELAXED); }
inline unsigned atomicAnd(unsigned* to, unsigned x) { return __atomic_fetch_and(to, x, __ATOMIC_RELAXED); }
inline unsigned atomicOr(unsigned* to, unsigned x) { return __atomic_fetch_or(to, x, __ATOMIC_RELAXED); }
inline unsigned long long atomicMin(unsigned long long* to, unsigned long long x) { return __atomic_fetch_min(to, x, __ATOMIC_RELAXED); }

inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline float sqrtf(float x) { return __builtin_sqrtf(x); }
inline double sqrt(double x) { return __builtin_sqrt(x); }
inline float fabsf(float x) { return __builtin_fabsf(x); }
inline double fabs(double x) { return __builtin_fabs(x); }
inline float fminf(float a, float b) { return __builtin_fminf(a, b); }
inline float fmaxf(float a, float b) { return __builtin_fmaxf(a, b); }
inline float rintf(float x) { return __builtin_rintf(x); }
inline int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
inline float __int_as_float(int x) { return __builtin_bit_cast(float, x); }

// A kernel with its arguments, each of which the launch hands over by a pointer.
template <class T, T... Numbers>
struct EmulatedNumbers
{
};
template <class... Arguments, unsigned... Numbers>
void emulatedCall(void (*kernel)(Arguments...), void* const* arguments, EmulatedNumbers<unsigned, Numbers...>)
{
    kernel(*static_cast<Arguments*>(arguments[Numbers])...);
}

// The compiler writes one of these for every kernel that it finds in the source.
#define EMULATED_KERNEL(name) \
    extern "C" __attribute__((visibility("default"))) void emulated_##name(void* const* arguments) { emulatedStart(&name, arguments); } \
    extern "C" __attribute__((visibility("default"))) unsigned emulatedSizes_##name(unsigned* sizes) { return emulatedSizesOf(&name, sizes); }
template <class... Arguments>
__attribute__((no_sanitize("thread"))) unsigned emulatedSizesOf(void (*)(Arguments...), unsigned* sizes)
{
    const unsigned all[] = {sizeof(Arguments)...};
    for (unsigned i = 0; i < sizeof...(Arguments); i++)
        sizes[i] = all[i];
    return sizeof...(Arguments);
}
template <class... Arguments>
void emulatedStart(void (*kernel)(Arguments...), void* const* arguments)
{
    emulatedCall(kernel, arguments, __make_integer_seq<EmulatedNumbers, unsigned, sizeof...(Arguments)>{});
}

// In a program that is traced, the compiler puts one of these calls before each access of memory: those of its sanitizer of threads, which is
// not linked.
#ifdef EMULATED_TRACED
extern "C" __attribute__((visibility("default"))) const int emulatedIsTraced = 1;
#define EMULATED_TRACE(kind, bytes, isWrite) \
    extern "C" __attribute__((no_sanitize("thread"))) void __tsan_##kind##bytes(void* address) \
    { \
        EMULATED_CALLS.access(address, bytes, isWrite); \
    }
#define EMULATED_TRACES(bytes) \
    EMULATED_TRACE(read, bytes, false) \
    EMULATED_TRACE(write, bytes, true) \
    EMULATED_TRACE(unaligned_read, bytes, false) \
    EMULATED_TRACE(unaligned_write, bytes, true)
EMULATED_TRACES(1)
EMULATED_TRACES(2)
EMULATED_TRACES(4)
EMULATED_TRACES(8)
EMULATED_TRACES(16)
extern "C" void __tsan_init() {}
#endif
