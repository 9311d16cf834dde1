// A fake libcuda.so.1: the functions that the runtime uses, with their real ABI. Launches are done when they return.
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <map>
#include <set>
#include <unistd.h>

#include "Graph.h"
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

// A kernel of a module.
struct Function
{
    std::string name;
    bool isTraced;
    std::vector<unsigned> sizes; // of its arguments
    Module* module;
};

// A graph that can be launched.
struct Executable
{
    const Graph* graph;
    std::vector<NodeSet> before;
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
    int graphLaunches = 0;
    int copies = 0; // between host and device
    unsigned running = 0; // launches so far, nodes of graphs too
    unsigned graphs = 0;  // and graphs; a launch by itself counts as one
    int retained = 0;
    size_t freeBytes = 1ull << 34;
    size_t takenBytes = 0; // of these
    int untilFailure = 0; // calls until one fails for want of memory; 0: none will
    bool isInitialized = false;
    Result broken = Success; // after an error on the device everything fails
    std::string words;       // more about the last error
    std::set<Module*> modules;
    std::map<void*, Function> functions;
    std::set<Graph*> madeGraphs;
    std::set<Executable*> executables;
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

// An access by a program that is traced: of memory of the device, within its bounds, or of the block's own.
void access(const void* address, unsigned bytes, bool isWrite)
{
    Block& block = Block::current();
    auto* first = static_cast<const char*>(address);
    static thread_local DeviceMemory::Allocation last{};
    if (block.isNearby(first))
        return block.access(first, bytes, isWrite);
    if (first < last.start || first + bytes > last.start + last.bytes)
    {
        DeviceMemory::Allocation* found = device.memory.at(first);
        if (found == nullptr)
            return block.access(first, bytes, isWrite);
        if (first < found->start || first + bytes > found->start + found->bytes)
        {
            block.abandon("block " + std::to_string(block.number()) + ", thread " + std::to_string(block.thread()) + " touches byte "
                + std::to_string(first - found->start) + " of an allocation of " + std::to_string(found->bytes) + " bytes");
        }
        device.memory.tracesOf(*found);
        last = *found;
    }
    size_t place = first - last.start;
    block.access(first, bytes, isWrite, last.traces + place, place, last.bytes);
}

EmulatedCalls calls()
{
    return {
        [] { return Block::current().thread(); },
        [] { return Block::current().number(); },
        [] { return Block::current().launch().blocks; },
        [](int line) { Block::current().barrier(line); },
        [](unsigned mask, double value, int offset, int line) { return Block::current().shuffleDown(mask, value, offset, line); },
        [](unsigned mask, bool vote, int line) { return Block::current().ballot(mask, vote, line); },
        [](float* sums, const unsigned* left, const unsigned* right, int line) { Block::current().multiplyAdd(sums, left, right, line); },
        [] { Block::current().sleep(); },
        [] { Block::current().fence(); },
        access,
    };
}

// Whether a device takes such a launch.
Result check(void* function, unsigned blocks, unsigned threads, bool isCooperative)
{
    if (!device.functions.contains(function) || blocks == 0 || threads == 0 || threads % Block::WarpSize != 0 || threads > 1024)
        return fail(InvalidValue, "a launch has a kernel and blocks of whole warps, and at least one");
    if (isCooperative && blocks > static_cast<unsigned>(device.multiprocessors * device.blocksPerMultiprocessor))
        return fail(CooperativeTooLarge, std::to_string(blocks) + " blocks are more than the device holds at once");
    return Success;
}

Result run(void* function, unsigned blocks, unsigned threads, void* const* arguments, Running running)
{
    const Function& kernel = device.functions[function];
    Launch launch{reinterpret_cast<EmulatedKernel>(function), arguments, blocks, threads, device.seed, running};
    launch.running.launch = ++device.running;
    runGrid(device.pool, launch, running.isCooperative, kernel.isTraced);
    if (launch.failed)
        device.broken = fail(LaunchFailed, kernel.name + ": " + launch.failure);
    else if (std::string damage = device.memory.damage(); !damage.empty())
        device.broken = fail(IllegalAddress, kernel.name + ": " + damage);
    return device.broken;
}

Result launch(void* function, unsigned blocks, unsigned threads, void** arguments, bool isCooperative)
{
    if (Result result = ready(); result != Success)
        return result;
    if (Result result = check(function, blocks, threads, isCooperative); result != Success)
        return result;
    device.launches++;
    return run(function, blocks, threads, arguments, {.graph = ++device.graphs, .isCooperative = isCooperative});
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

// Where a graph still has its kernels, it is refused; a real driver may do anything.
Result cuModuleUnload(Module* module)
{
    for (Executable* executable : device.executables)
    {
        for (const std::unique_ptr<GraphNode>& node : executable->graph->nodes)
        {
            if (device.functions[node->function].module == module)
                return fail(InvalidValue, "a graph has kernels of the module");
        }
    }
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
    if (*function == nullptr)
        return fail(NotFound, "there is no kernel " + std::string(name));
    auto sizes = reinterpret_cast<EmulatedSizes>(dlsym(module->library, (EMULATED_SIZES_PREFIX + std::string(name)).c_str()));
    std::vector<unsigned> arguments(EmulatedMostArguments);
    arguments.resize(sizes(arguments.data()));
    device.functions[*function] = {name, dlsym(module->library, EMULATED_TRACED_NAME) != nullptr, arguments, module};
    return Success;
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

// CUDA_KERNEL_NODE_PARAMS_v1.
struct KernelNode
{
    void* function;
    unsigned x, y, z, threads, threadsY, threadsZ, shared;
    void** arguments;
    void** extra;
};

Result cuGraphCreate(Graph** graph, unsigned flags)
{
    if (Result result = ready(); result != Success)
        return result;
    if (flags != 0)
        return InvalidValue;
    device.madeGraphs.insert(*graph = new Graph);
    return Success;
}

Result cuGraphDestroy(Graph* graph)
{
    if (device.madeGraphs.erase(graph) == 0)
        return InvalidHandle;
    delete graph;
    return Success;
}

Result cuGraphAddKernelNode(GraphNode** made, Graph* graph, GraphNode* const* dependencies, size_t count, const KernelNode* node)
{
    if (Result result = ready(); result != Success)
        return result;
    if (!device.madeGraphs.contains(graph))
        return InvalidHandle;
    if (node->y != 1 || node->z != 1 || node->threadsY != 1 || node->threadsZ != 1 || node->shared != 0 || node->extra != nullptr)
        return fail(InvalidValue, "grids and blocks have one dimension here, and no dynamic shared memory");
    if (Result result = check(node->function, node->x, node->threads, false); result != Success)
        return result;
    if (graph->nodes.size() == MostNodes)
        return fail(OutOfMemory, "a graph of more nodes is not emulated");
    auto added = std::make_unique<GraphNode>(GraphNode{node->function, node->x, node->threads, {}, {}});
    for (size_t i = 0; i < count; i++)
    {
        int other = graph->numberOf(dependencies[i]);
        if (other < 0)
            return fail(InvalidValue, "a dependency is no node of the graph");
        added->after.push_back(other);
    }
    const std::vector<unsigned>& sizes = device.functions[node->function].sizes;
    for (size_t i = 0; i < sizes.size(); i++)
        added->arguments.emplace_back(static_cast<char*>(node->arguments[i]), static_cast<char*>(node->arguments[i]) + sizes[i]);
    *made = added.get();
    graph->nodes.push_back(std::move(added));
    return Success;
}

Result cuGraphKernelNodeSetAttribute(GraphNode* node, int attribute, const void* value)
{
    if (attribute != 2)
        return fail(InvalidValue, "attribute " + std::to_string(attribute) + " of a node is not emulated");
    node->isCooperative = *static_cast<const int*>(value) != 0;
    return check(node->function, node->blocks, node->threads, node->isCooperative);
}

Result cuGraphInstantiateWithFlags(Executable** executable, Graph* graph, unsigned long long flags)
{
    if (Result result = ready(); result != Success)
        return result;
    if (flags != 0 || !device.madeGraphs.contains(graph))
        return InvalidValue;
    device.executables.insert(*executable = new Executable{graph, graph->before()});
    return Success;
}

Result cuGraphExecDestroy(Executable* executable)
{
    if (device.executables.erase(executable) == 0)
        return InvalidHandle;
    delete executable;
    return Success;
}

// On the default stream, too: only its capture is refused.
Result cuGraphLaunch(Executable* executable, void*)
{
    if (Result result = ready(); result != Success)
        return result;
    if (!device.executables.contains(executable))
        return InvalidHandle;
    device.graphLaunches++;
    device.graphs++;
    for (unsigned number : executable->graph->order(device.seed))
    {
        const GraphNode& node = *executable->graph->nodes[number];
        std::vector<void*> arguments;
        for (const std::vector<char>& argument : node.arguments)
            arguments.push_back(const_cast<char*>(argument.data()));
        Running running{.graph = device.graphs, .node = number, .before = executable->before[number], .isCooperative = node.isCooperative};
        if (Result result = run(node.function, node.blocks, node.threads, arguments.data(), running); result != Success)
            return result;
    }
    return Success;
}

Result cuMemAlloc_v2(char** memory, size_t bytes)
{
    if (Result result = ready(); result != Success)
        return result;
    if (bytes == 0)
        return InvalidValue;
    *memory = device.memory.allocate(bytes);
    device.takenBytes += bytes;
    return *memory != nullptr ? Success : OutOfMemory;
}

// As much as a test says, less what was allocated since. More can be allocated.
Result cuMemGetInfo_v2(size_t* freeBytes, size_t* total)
{
    if (Result result = ready(); result != Success)
        return result;
    *freeBytes = device.freeBytes - std::min(device.freeBytes, device.takenBytes);
    *total = 1ull << 34;
    return Success;
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
    device.copies++;
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
    device.copies++;
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

// What the device says to be free from now on, before anything more is allocated.
void emulationSetFree(size_t bytes)
{
    device.freeBytes = bytes;
    device.takenBytes = 0;
}

int emulationCopies() { return device.copies; }
int emulationRetained() { return device.retained; }
int emulationLaunches() { return device.launches; }
int emulationGraphLaunches() { return device.graphLaunches; }
int emulationGraphs() { return static_cast<int>(device.madeGraphs.size() + device.executables.size()); }
int emulationAllocations() { return static_cast<int>(device.memory.count()); }
int emulationModules() { return static_cast<int>(device.modules.size()); }

}
