// CUDA's words for clang where there is no CUDA toolkit: as the toolkit's headers declare them, but only those that generated code uses.
#pragma once

#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
#define __forceinline__ __attribute__((always_inline)) inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))

struct alignas(8) float2
{
    float x, y;
};
struct alignas(16) float4
{
    float x, y, z, w;
};
__device__ inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

// Special registers.
struct Dim
{
    unsigned x;
};
#define threadIdx (Dim{static_cast<unsigned>(__nvvm_read_ptx_sreg_tid_x())})
#define blockIdx (Dim{static_cast<unsigned>(__nvvm_read_ptx_sreg_ctaid_x())})
#define gridDim (Dim{static_cast<unsigned>(__nvvm_read_ptx_sreg_nctaid_x())})

// Threads among each other. __syncthreads is known to clang.
__device__ inline void __threadfence() { __nvvm_membar_gl(); }
__device__ inline void __nanosleep(unsigned nanoseconds) { asm volatile("nanosleep.u32 %0;" ::"r"(nanoseconds)); }
__device__ inline unsigned atomicAdd(unsigned* to, unsigned x)
{
    return __nvvm_atom_add_gen_i(reinterpret_cast<int*>(to), static_cast<int>(x));
}
__device__ inline unsigned atomicAnd(unsigned* to, unsigned x) { return __nvvm_atom_and_gen_i(reinterpret_cast<int*>(to), static_cast<int>(x)); }
__device__ inline unsigned atomicOr(unsigned* to, unsigned x) { return __nvvm_atom_or_gen_i(reinterpret_cast<int*>(to), static_cast<int>(x)); }
__device__ inline unsigned long long atomicMin(unsigned long long* to, unsigned long long x)
{
    return __nvvm_atom_min_gen_ull(to, x);
}
__device__ inline unsigned __ballot_sync(unsigned mask, bool vote) { return __nvvm_vote_ballot_sync(mask, vote); }
__device__ inline double __shfl_down_sync(unsigned mask, double x, int offset)
{
    const long long bits = __builtin_bit_cast(long long, x);
    const int low = __nvvm_shfl_sync_down_i32(mask, static_cast<int>(bits), offset, 31);
    const int high = __nvvm_shfl_sync_down_i32(mask, static_cast<int>(bits >> 32), offset, 31);
    return __builtin_bit_cast(double, static_cast<long long>(high) << 32 | static_cast<unsigned>(low));
}

// Mathematics, rounded as the standard says.
__device__ inline int min(int a, int b) { return a < b ? a : b; }
__device__ inline int max(int a, int b) { return a > b ? a : b; }
__device__ inline float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
__device__ inline float sqrtf(float x) { return __nvvm_sqrt_rn_f(x); }
__device__ inline double sqrt(double x) { return __nvvm_sqrt_rn_d(x); }
__device__ inline float fabsf(float x) { return __builtin_fabsf(x); }
__device__ inline double fabs(double x) { return __builtin_fabs(x); }
__device__ inline float fminf(float a, float b) { return __nvvm_fmin_f(a, b); }
__device__ inline float fmaxf(float a, float b) { return __nvvm_fmax_f(a, b); }
__device__ inline float rintf(float x) { return __builtin_rintf(x); }
__device__ inline int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
__device__ inline float __int_as_float(int x) { return __builtin_bit_cast(float, x); }
