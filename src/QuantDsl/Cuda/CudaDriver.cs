using System.Runtime.InteropServices;

namespace QuantDsl.Cuda;

/// <summary>
/// The functions of the CUDA driver that are used here, named as there but without <c>cu</c>. All return 0 or an error code.
/// </summary>
internal static unsafe partial class CudaDriver
{
    /// <summary>Name by which <see cref="Native.NativeResolver"/> identifies the library of these functions.</summary>
    public const string Library = "QuantDsl.CudaDriver";

    /// <summary>The stream of all launches and copies: they run in the order of the calls.</summary>
    public const nint DefaultStream = 0;

    /// <summary>CUDA_ERROR_NO_DEVICE, which cuInit returns where the driver sees no GPU.</summary>
    public const int NoDevice = 100;

    public const int AttributeMultiprocessors = 16;
    public const int AttributeMajor = 75;
    public const int AttributeMinor = 76;
    public const int AttributeCooperativeLaunch = 95;

    /// <summary>The attribute of a node whose blocks can wait for each other; an int that is not 0.</summary>
    public const int LaunchAttributeCooperative = 2;

    /// <summary>Throws if a call failed.</summary>
    /// <param name="result">Result of the call.</param>
    /// <param name="call">Name of the call.</param>
    /// <exception cref="CudaException">The result is not 0.</exception>
    public static void Check(int result, string call)
    {
        if (result != 0)
            throw CudaFailure.Of(call, result);
    }

    [LibraryImport(Library, EntryPoint = "cuInit")]
    public static partial int Init(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDriverGetVersion")]
    public static partial int DriverGetVersion(int* version);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetCount")]
    public static partial int DeviceGetCount(int* count);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    public static partial int DeviceGet(int* device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    public static partial int DeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int DeviceGetAttribute(int* value, int attribute, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int DevicePrimaryCtxRetain(nint* context, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    public static partial int DevicePrimaryCtxRelease(int device);

    [LibraryImport(Library, EntryPoint = "cuCtxGetCurrent")]
    public static partial int CtxGetCurrent(nint* context);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    public static partial int CtxSetCurrent(nint context);

    [LibraryImport(Library, EntryPoint = "cuCtxSynchronize")]
    public static partial int CtxSynchronize();

    [LibraryImport(Library, EntryPoint = "cuMemAlloc_v2")]
    public static partial int MemAlloc(nint* address, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuMemGetInfo_v2")]
    public static partial int MemGetInfo(nuint* free, nuint* total);

    [LibraryImport(Library, EntryPoint = "cuMemFree_v2")]
    public static partial int MemFree(nint address);

    [LibraryImport(Library, EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static partial int MemcpyHtoDAsync(nint to, void* from, nuint bytes, nint stream);

    [LibraryImport(Library, EntryPoint = "cuMemcpyDtoH_v2")]
    public static partial int MemcpyDtoH(void* to, nint from, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cuModuleLoadDataEx")]
    public static partial int ModuleLoadDataEx(nint* module, void* image, uint options, void* names, void* values);

    [LibraryImport(Library, EntryPoint = "cuModuleUnload")]
    public static partial int ModuleUnload(nint module);

    [LibraryImport(Library, EntryPoint = "cuModuleGetFunction")]
    public static partial int ModuleGetFunction(nint* function, nint module, byte* name);

    [LibraryImport(Library, EntryPoint = "cuOccupancyMaxActiveBlocksPerMultiprocessor")]
    public static partial int OccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, nint function, int threads, nuint sharedBytes);

    [LibraryImport(Library, EntryPoint = "cuLaunchKernel")]
    public static partial int LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream,
        void** parameters, void** extra);

    [LibraryImport(Library, EntryPoint = "cuLaunchCooperativeKernel")]
    public static partial int LaunchCooperativeKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ, uint sharedBytes, nint stream,
        void** parameters);

    [LibraryImport(Library, EntryPoint = "cuGraphCreate")]
    public static partial int GraphCreate(nint* graph, uint flags);

    [LibraryImport(Library, EntryPoint = "cuGraphDestroy")]
    public static partial int GraphDestroy(nint graph);

    [LibraryImport(Library, EntryPoint = "cuGraphAddKernelNode")]
    public static partial int GraphAddKernelNode(nint* node, nint graph, nint* dependencies, nuint count, KernelNode* kernel);

    [LibraryImport(Library, EntryPoint = "cuGraphKernelNodeSetAttribute")]
    public static partial int GraphKernelNodeSetAttribute(nint node, int attribute, void* value);

    [LibraryImport(Library, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial int GraphInstantiateWithFlags(nint* executable, nint graph, ulong flags);

    [LibraryImport(Library, EntryPoint = "cuGraphExecDestroy")]
    public static partial int GraphExecDestroy(nint executable);

    [LibraryImport(Library, EntryPoint = "cuGraphLaunch")]
    public static partial int GraphLaunch(nint executable, nint stream);

    [LibraryImport(Library, EntryPoint = "cuGetErrorName")]
    public static partial int GetErrorName(int error, byte** name);

    [LibraryImport(Library, EntryPoint = "cuGetErrorString")]
    public static partial int GetErrorString(int error, byte** text);

    /// <summary><c>CUDA_KERNEL_NODE_PARAMS_v1</c>. Arguments are copied when the node is made.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct KernelNode
    {
        public nint Function;
        public uint GridX, GridY, GridZ, BlockX, BlockY, BlockZ, SharedBytes;
        public void** Arguments;
        public void** Extra;
    }
}
