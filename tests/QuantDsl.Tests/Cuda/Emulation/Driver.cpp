// A fake libcuda.so.1: the functions that the runtime uses, with their real ABI. Launches are done when they return.
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <set>
#include <unistd.h>

#include "Grid.h"
#include "Memory.h"

namespace
{

enum Result
{
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    NotInitialized = 3,
    InvalidDevice = 101,
    InvalidImage = 200,
    InvalidContext = 201,
    InvalidHandle = 400,
    NotFound = 500,
    IllegalAddress = 700,
    LaunchFailed = 719,
    CooperativeTooLarge = 720,
};

struct Module
{
    void* library;
};

// The one device. What a test may set stands first.
struct Device
{
    int multiprocessors = 2;
    int blocksPerMultiprocessor = 2;
    int major = 9;
    int minor = 0;
    int isCooperative = 1;
    unsigned seed = 0;
    int launches = 0;
    int retained = 0;
    int untilFailure = 0; // calls until one fails for want of memory; 0: none will
    bool isInitialized = false;
    Result broken = Success; // after an error on the device everything fails
    std::string words;       // more about the last error
    std::set<Module*> modules;
    DeviceMemory memory;
    BlockPool pool;
};

Device device;
thread_local void* context = nullptr;

Result fail(Result result, std::string words)
{
    device.words = std::move(words);
    return result;
}

// Whether this call is the one that a test wants to fail.
bool isToFail()
{
    return device.untilFailure > 0 && --device.untilFailure == 0;
}

Result ready()
{
    if (isToFail())
        return fail(OutOfMemory, "a test wants this call to fail");
    if (!device.isInitialized)
        return fail(NotInitialized, "cuInit was not called");
    if (context == nullptr)
        return fail(InvalidContext, "no context is current on this thread");
    return device.broken;
}

EmulatedCalls calls()
{
    return {
        [] { return Block::current().thread(); },
        [] { return Block::current().number(); },
        [] { return Block::current().launch().blocks; },
        [](int line) { Block::current().barrier(line); },
        [](unsigned mask, double value, int offset, int line) { return Block::current().shuffleDown(mask, value, offset, line); },
        [] { Block::current().sleep(); },
    };
}

Result launch(void* function, unsigned blocks, unsigned threads, void** arguments, bool isCooperative)
{
    if (Result result = ready(); result != Success)
        return result;
    if (function == nullptr || blocks == 0 || threads == 0 || threads % Block::WarpSize != 0 || threads > 1024)
        return fail(InvalidValue, "a launch has blocks of whole warps, and at least one");
    if (isCooperative && blocks > static_cast<unsigned>(device.multiprocessors * device.blocksPerMultiprocessor))
        return fail(CooperativeTooLarge, std::to_string(blocks) + " blocks are more than the device holds at once");
    Launch launch{reinterpret_cast<EmulatedKernel>(function), arguments, blocks, threads, device.seed};
    runGrid(device.pool, launch, isCooperative);
    device.launches++;
    if (launch.failed)
        device.broken = fail(LaunchFailed, launch.failure);
    else if (std::string damage = device.memory.damage(); !damage.empty())
        device.broken = fail(IllegalAddress, damage);
    return device.broken;
}

// An ELF file ends with the table of its sections.
size_t sizeOf(const void* image)
{
    Elf64_Ehdr header;
    memcpy(&header, image, sizeof header);
    if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return 0;
    return header.e_shoff + static_cast<size_t>(header.e_shnum) * header.e_shentsize;
}

} // namespace

extern "C"
{

Result cuInit(unsigned flags)
{
    device.isInitialized = flags == 0;
    return device.isInitialized ? Success : InvalidValue;
}

Result cuDriverGetVersion(int* version)
{
    *version = 12080;
    return Success;
}

Result cuDeviceGetCount(int* count)
{
    if (isToFail())
        return fail(OutOfMemory, "a test wants this call to fail");
    *count = 1;
    return device.isInitialized ? Success : NotInitialized;
}

Result cuDeviceGet(int* found, int ordinal)
{
    *found = 0;
    return !device.isInitialized ? NotInitialized : ordinal == 0 ? Success : InvalidDevice;
}

Result cuDeviceGetName(char* name, int length, int)
{
    strncpy(name, "Emulated device", length);
    return Success;
}

Result cuDeviceGetAttribute(int* value, int attribute, int)
{
    switch (attribute)
    {
        case 16: *value = device.multiprocessors; return Success;
        case 75: *value = device.major; return Success;
        case 76: *value = device.minor; return Success;
        case 95: *value = device.isCooperative; return Success;
        default: return fail(InvalidValue, "attribute " + std::to_string(attribute) + " is not emulated");
    }
}

Result cuDevicePrimaryCtxRetain(void** primary, int)
{
    if (isToFail())
        return fail(OutOfMemory, "a test wants this call to fail");
    *primary = &device;
    device.retained++;
    return device.isInitialized ? Success : NotInitialized;
}

Result cuDevicePrimaryCtxRelease_v2(int)
{
    return device.retained-- > 0 ? Success : InvalidContext;
}

Result cuCtxGetCurrent(void** current)
{
    *current = context;
    return device.isInitialized ? Success : NotInitialized;
}

Result cuCtxSetCurrent(void* current)
{
    if (current != nullptr && (current != &device || device.retained <= 0))
        return fail(InvalidContext, "only the retained primary context is there");
    context = current;
    return Success;
}

Result cuCtxSynchronize()
{
    return ready();
}

Result cuModuleLoadDataEx(Module** module, const void* image, unsigned options, const int*, void* const*)
{
    if (Result result = ready(); result != Success)
        return result;
    size_t size = sizeOf(image);
    if (size == 0 || options != 0)
        return fail(InvalidImage, "the image is not what the emulated NVRTC makes");
    char path[] = "/tmp/quantdsl-cuda-XXXXXX";
    int file = mkstemp(path);
    if (file < 0 || write(file, image, size) != static_cast<ssize_t>(size))
        return fail(InvalidImage, "no temporary file could be written");
    close(file);
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    unlink(path);
    if (library == nullptr)
        return fail(InvalidImage, dlerror());
    *static_cast<EmulatedCalls*>(dlsym(library, EMULATED_CALLS_NAME)) = calls();
    *module = new Module{library};
    device.modules.insert(*module);
    return Success;
}

Result cuModuleUnload(Module* module)
{
    if (device.modules.erase(module) == 0)
        return InvalidHandle;
    dlclose(module->library);
    delete module;
    return Success;
}

Result cuModuleGetFunction(void** function, Module* module, const char* name)
{
    if (isToFail())
        return fail(OutOfMemory, "a test wants this call to fail");
    if (!device.modules.contains(module))
        return InvalidHandle;
    *function = dlsym(module->library, (EMULATED_PREFIX + std::string(name)).c_str());
    return *function != nullptr ? Success : fail(NotFound, "there is no kernel " + std::string(name));
}

Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int, size_t)
{
    if (isToFail())
        return fail(OutOfMemory, "a test wants this call to fail");
    *blocks = device.blocksPerMultiprocessor;
    return Success;
}

Result cuLaunchKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threadsY, unsigned threadsZ,
    unsigned shared, void*, void** arguments, void** extra)
{
    if (y != 1 || z != 1 || threadsY != 1 || threadsZ != 1 || shared != 0 || extra != nullptr)
        return fail(InvalidValue, "grids and blocks have one dimension here, and no dynamic shared memory");
    return launch(function, x, threads, arguments, false);
}

Result cuLaunchCooperativeKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threadsY, unsigned threadsZ,
    unsigned shared, void*, void** arguments)
{
    if (y != 1 || z != 1 || threadsY != 1 || threadsZ != 1 || shared != 0)
        return fail(InvalidValue, "grids and blocks have one dimension here, and no dynamic shared memory");
    return launch(function, x, threads, arguments, true);
}

Result cuMemAlloc_v2(char** memory, size_t bytes)
{
    if (Result result = ready(); result != Success)
        return result;
    if (bytes == 0)
        return InvalidValue;
    *memory = device.memory.allocate(bytes);
    return *memory != nullptr ? Success : OutOfMemory;
}

Result cuMemFree_v2(char* memory)
{
    return device.memory.free(memory) ? Success : fail(InvalidValue, "not the start of an allocation");
}

Result cuMemcpyHtoD_v2(char* to, const void* from, size_t bytes)
{
    if (Result result = ready(); result != Success)
        return result;
    if (!device.memory.holds(to, bytes))
        return fail(InvalidValue, "not memory of the device");
    memcpy(to, from, bytes);
    return Success;
}

// The values are read before this returns, as of pageable memory.
Result cuMemcpyHtoDAsync_v2(char* to, const void* from, size_t bytes, void*)
{
    return cuMemcpyHtoD_v2(to, from, bytes);
}

Result cuMemcpyDtoH_v2(void* to, const char* from, size_t bytes)
{
    if (Result result = ready(); result != Success)
        return result;
    if (!device.memory.holds(from, bytes))
        return fail(InvalidValue, "not memory of the device");
    memcpy(to, from, bytes);
    return Success;
}

Result cuMemsetD8_v2(char* to, unsigned char value, size_t bytes)
{
    if (Result result = ready(); result != Success)
        return result;
    if (!device.memory.holds(to, bytes))
        return fail(InvalidValue, "not memory of the device");
    memset(to, value, bytes);
    return Success;
}

Result cuGetErrorName(Result result, const char** name)
{
    switch (result)
    {
        case Success: *name = "CUDA_SUCCESS"; return Success;
        case InvalidValue: *name = "CUDA_ERROR_INVALID_VALUE"; return Success;
        case OutOfMemory: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return Success;
        case NotInitialized: *name = "CUDA_ERROR_NOT_INITIALIZED"; return Success;
        case InvalidDevice: *name = "CUDA_ERROR_INVALID_DEVICE"; return Success;
        case InvalidImage: *name = "CUDA_ERROR_INVALID_IMAGE"; return Success;
        case InvalidContext: *name = "CUDA_ERROR_INVALID_CONTEXT"; return Success;
        case InvalidHandle: *name = "CUDA_ERROR_INVALID_HANDLE"; return Success;
        case NotFound: *name = "CUDA_ERROR_NOT_FOUND"; return Success;
        case IllegalAddress: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return Success;
        case LaunchFailed: *name = "CUDA_ERROR_LAUNCH_FAILED"; return Success;
        case CooperativeTooLarge: *name = "CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE"; return Success;
    }
    return InvalidValue;
}

// The real one says what the code means; this one what happened.
Result cuGetErrorString(Result, const char** words)
{
    *words = device.words.c_str();
    return Success;
}

// Not CUDA: what tests set and ask.

void emulationSet(int multiprocessors, int blocksPerMultiprocessor, unsigned seed)
{
    device.multiprocessors = multiprocessors;
    device.blocksPerMultiprocessor = blocksPerMultiprocessor;
    device.seed = seed;
}

// After an error that broke the device; a real one needs another process.
void emulationRepair() { device.broken = Success; }

// The call of this number from now on fails, of those that make or look for something.
void emulationFailAt(int call) { device.untilFailure = call; }

int emulationRetained() { return device.retained; }
int emulationLaunches() { return device.launches; }
int emulationAllocations() { return static_cast<int>(device.memory.count()); }
int emulationModules() { return static_cast<int>(device.modules.size()); }

}
