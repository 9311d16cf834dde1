using TorchSharp;

namespace QuantDsl.Tests.Engine;

internal static class TensorValues
{
    /// <summary>The values of a float32 tensor in row-major order.</summary>
    public static double[] ToDoubles(this torch.Tensor tensor) => [.. tensor.data<float>().Select(x => (double)x)];
}
