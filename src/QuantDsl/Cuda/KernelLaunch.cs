using static QuantDsl.Cuda.CudaDriver;

namespace QuantDsl.Cuda;

/// <summary>A kernel and how many blocks it is launched with.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Blocks">Blocks of the launch.</param>
/// <param name="IsCooperative">Whether its blocks wait for each other.</param>
internal readonly unsafe record struct KernelLaunch(nint Kernel, uint Blocks, bool IsCooperative = false)
{
    /// <summary>Launches it.</summary>
    /// <param name="arguments">Pointers to its arguments.</param>
    /// <exception cref="CudaException">The launch failed.</exception>
    public void Run(void** arguments)
    {
        if (IsCooperative)
        {
            Check(
                LaunchCooperativeKernel(Kernel, Blocks, 1, 1, KernelLayout.Threads, 1, 1, 0, DefaultStream, arguments),
                "cuLaunchCooperativeKernel");
        }
        else
        {
            Check(LaunchKernel(Kernel, Blocks, 1, 1, KernelLayout.Threads, 1, 1, 0, DefaultStream, arguments, null), "cuLaunchKernel");
        }
    }
}
