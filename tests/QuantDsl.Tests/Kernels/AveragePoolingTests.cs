using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Tests.Kernels;

/// <summary>Average pooling, over windows and over the whole image, against float64 and against libtorch.</summary>
public sealed class AveragePoolingTests
{
    private const double Tolerance = 4e-7;

    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forward_counts_the_padding(int seed)
    {
        var pooling = new PoolingCase(seed);
        float[] x = KernelData.Normal(pooling.Random, pooling.Input.Count);
        double[] expected = new double[pooling.Output.Count];
        foreach ((int output, int input, _) in pooling.Pairs())
            expected[output] += (double)x[input] / (pooling.Window.Kernel * pooling.Window.Kernel);

        float[] found = KernelData.SameBits(
            PoolingRun<Lanes4>.Average(pooling, x), PoolingRun<Lanes8>.Average(pooling, x), PoolingRun<Lanes16>.Average(pooling, x));
        KernelData.Close(expected, found, Tolerance);

        using torch.Tensor input4 = NhwcTensors.Make(pooling.Input, x);
        using torch.Tensor output4 = torch.nn.functional.avg_pool2d(
            input4, pooling.Window.Kernel, pooling.Window.Stride, pooling.Window.Padding);
        KernelData.Close([.. NhwcTensors.Values(output4)], found, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Backward_writes_every_element(int seed)
    {
        var pooling = new PoolingCase(seed);
        float[] gradient = KernelData.Normal(pooling.Random, pooling.Output.Count);
        double[] expected = new double[pooling.Input.Count];
        foreach ((int output, int input, _) in pooling.Pairs())
            expected[input] += (double)gradient[output] / (pooling.Window.Kernel * pooling.Window.Kernel);

        float[] found = KernelData.SameBits(
            PoolingRun<Lanes4>.AverageGradient(pooling, gradient),
            PoolingRun<Lanes8>.AverageGradient(pooling, gradient),
            PoolingRun<Lanes16>.AverageGradient(pooling, gradient));
        KernelData.Close(expected, found, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_whole_image(int seed)
    {
        var random = new Random(seed);
        var shape = ImageShape.Random(random);
        ImageShape features = shape.With(1, 1);
        float[] x = KernelData.Normal(random, shape.Count);
        float[] gradient = KernelData.Normal(random, features.Count);
        double[] means = new double[features.Count];
        double[] inputGradient = new double[shape.Count];
        for (int i = 0; i < shape.Count; i++)
        {
            int feature = features.Index(i / (shape.Pixels * shape.Channels), 0, 0, i % shape.Channels);
            means[feature] += (double)x[i] / shape.Pixels;
            inputGradient[i] = (double)gradient[feature] / shape.Pixels;
        }

        KernelData.Close(means, KernelData.SameBits(Mean<Lanes4>(shape, x), Mean<Lanes8>(shape, x), Mean<Lanes16>(shape, x)), 2e-6);
        float[] found = KernelData.SameBits(
            Spread<Lanes4>(shape, gradient), Spread<Lanes8>(shape, gradient), Spread<Lanes16>(shape, gradient));
        KernelData.Close(inputGradient, found, Tolerance);
    }

    private static float[] Mean<TLanes>(ImageShape shape, float[] values)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        using var x = new GuardedImages(shape, values, border: 1, room: 2);
        using var y = new GuardedImages(shape.With(1, 1), room: 3);
        GlobalAveragePooling.Forward<TLanes>(x.Batch, y.Batch, new UnitRange(0, shape.Samples));
        return y.Written();
    }

    private static float[] Spread<TLanes>(ImageShape shape, float[] gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        using var outputGradient = new GuardedImages(shape.With(1, 1), gradient, room: 3);
        using var inputGradient = new GuardedImages(shape, border: 1, room: 2);
        GlobalAveragePooling.Backward<TLanes>(outputGradient.Batch, inputGradient.Batch, new UnitRange(0, shape.Samples));
        return inputGradient.Written();
    }
}
