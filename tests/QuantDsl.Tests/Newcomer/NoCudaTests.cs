using QuantDsl.Tests.Cuda.Runtime;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D8: where there is no CUDA, it is ours to say, in a sentence that says what to do.</summary>
public sealed class NoCudaTests
{
    [CpuBuildFact]
    public void A_GPU_that_is_not_there_is_told_before_TorchSharp_is_asked()
    {
        string message = Assert.Throws<CudaException>(() => Devices.Cuda()).Message;

        Assert.StartsWith("A model was requested on cuda:0, but this libtorch is built for the CPU only.", message);
        Assert.Contains("TorchSharp-cuda-linux", message, StringComparison.Ordinal);
        Assert.Contains("cuda:2", Assert.Throws<CudaException>(() => Devices.Cuda(2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Devices.Cuda(-1));
    }
}
