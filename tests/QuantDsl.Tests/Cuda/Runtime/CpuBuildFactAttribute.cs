using QuantDsl.Native;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>A test of what is said without CUDA: skipped where the packaged libtorch has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CpuBuildFactAttribute : FactAttribute
{
    public CpuBuildFactAttribute()
    {
        if (TorchLibraryFiles.FolderOf("torch_cuda", TorchLibraryFiles.SearchFolders()) is { } folder)
            Skip = $"the libtorch in {folder} is one for CUDA";
    }
}
