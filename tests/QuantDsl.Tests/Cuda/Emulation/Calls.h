// What a compiled program asks of the emulator, and how the emulator starts it.
#pragma once

struct EmulatedCalls
{
    unsigned (*thread)();   // threadIdx.x
    unsigned (*block)();    // blockIdx.x
    unsigned (*blocks)();   // gridDim.x
    void (*barrier)(int line);
    double (*shuffleDown)(unsigned mask, double value, int offset, int line);
    void (*sleep)();        // lets other blocks run
};

// Calls a kernel with the pointers to its arguments that cuLaunchKernel gets.
using EmulatedKernel = void (*)(void* const* arguments);

// Names in a compiled program: of the calls, which the driver fills in, and of the function that starts a kernel.
#define EMULATED_CALLS emulatedCalls
#define EMULATED_CALLS_NAME "emulatedCalls"
#define EMULATED_PREFIX "emulated_"
