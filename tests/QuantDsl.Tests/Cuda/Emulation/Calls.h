// What a compiled program asks of the emulator, and how the emulator starts it.
#pragma once

struct EmulatedCalls
{
    unsigned (*thread)();   // threadIdx.x
    unsigned (*block)();    // blockIdx.x
    unsigned (*blocks)();   // gridDim.x
    void (*barrier)(int line);
    double (*shuffleDown)(unsigned mask, double value, int offset, int line);
    unsigned (*ballot)(unsigned mask, bool vote, int line);
    void (*multiplyAdd)(float* sums, const unsigned* left, const unsigned* right, int line);
    void (*sleep)();        // lets other blocks run
    void (*fence)();        // __threadfence
    void (*access)(const void* address, unsigned bytes, bool isWrite); // of a program that is traced
};

// Calls a kernel with the pointers to its arguments that cuLaunchKernel gets.
using EmulatedKernel = void (*)(void* const* arguments);

// Names in a compiled program: of the calls, which the driver fills in, and of the function that starts a kernel.
#define EMULATED_CALLS emulatedCalls
#define EMULATED_CALLS_NAME "emulatedCalls"
#define EMULATED_PREFIX "emulated_"
#define EMULATED_SIZES_PREFIX "emulatedSizes_" // of the function that gives the sizes of a kernel's arguments, and their number
#define EMULATED_TRACED_NAME "emulatedIsTraced" // is there if a program notes what it reads and writes

using EmulatedSizes = unsigned (*)(unsigned* sizes);
constexpr unsigned EmulatedMostArguments = 16;
