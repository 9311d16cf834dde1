using QuantDsl.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl;

/// <summary>Devices for the constructors of models and for data sets.</summary>
public static class Devices
{
    /// <summary>
    /// A GPU. The driver is asked, and libtorch is not loaded. Where something is missing, this says what, and what to do;
    /// <c>torch.CUDA</c> would throw an error of TorchSharp's own, which does not.
    /// </summary>
    /// <param name="index">Number of the GPU, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="CudaException">The driver, NVRTC or the GPU is missing.</exception>
    public static Device Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return ModelDevice.Find(new Device(DeviceType.CUDA, index));
    }
}
