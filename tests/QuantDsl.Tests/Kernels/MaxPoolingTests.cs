using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Tests.Kernels;

/// <summary>Max pooling against plain loops and against libtorch; all is exact.</summary>
public sealed unsafe class MaxPoolingTests
{
    public static TheoryData<int> Seeds => KernelData.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forward_takes_the_first_of_the_largest(int seed)
    {
        var pooling = new PoolingCase(seed);
        float[] x = KernelData.Small(pooling.Random, pooling.Input.Count);
        (float[] expected, byte[] places) = Reference(pooling, x);

        Check(PoolingRun<Lanes4>.Maximum(pooling, x));
        Check(PoolingRun<Lanes8>.Maximum(pooling, x));
        Check(PoolingRun<Lanes16>.Maximum(pooling, x));

        void Check((float[] Values, byte[] Places) found)
        {
            Assert.Equal(expected, found.Values);
            Assert.Equal(places, found.Places);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Backward_writes_every_element(int seed)
    {
        var pooling = new PoolingCase(seed);
        float[] x = KernelData.Small(pooling.Random, pooling.Input.Count);
        float[] gradient = KernelData.Normal(pooling.Random, pooling.Output.Count);
        byte[] places = Reference(pooling, x).Places;
        float[] expected = new float[pooling.Input.Count];
        foreach ((int output, int input, int place) in pooling.Pairs())
        {
            if (places[output] == place)
                expected[input] += gradient[output];
        }

        float[] found = KernelData.SameBits(
            PoolingRun<Lanes4>.MaximumGradient(pooling, places, gradient),
            PoolingRun<Lanes8>.MaximumGradient(pooling, places, gradient),
            PoolingRun<Lanes16>.MaximumGradient(pooling, places, gradient));
        Assert.Equal(KernelData.Bits(expected), KernelData.Bits(found));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Ties_and_not_numbers_are_as_in_libtorch(int seed)
    {
        var pooling = new PoolingCase(seed);
        float[] x = KernelData.Small(pooling.Random, pooling.Input.Count);
        for (int i = 0; i < x.Length; i += 7)
            x[i] = i % 3 == 0 ? float.NaN : float.NegativeInfinity;
        float[] gradient = KernelData.Normal(pooling.Random, pooling.Output.Count);
        using torch.Tensor input = NhwcTensors.Make(pooling.Input, x);
        input.requires_grad_(true);
        using torch.Tensor output = torch.nn.functional.max_pool2d(
            input, pooling.Window.Kernel, pooling.Window.Stride, pooling.Window.Padding);
        using torch.Tensor outputGradient = NhwcTensors.Make(pooling.Output, gradient);
        output.backward([outputGradient]);

        (float[] values, byte[] places) = PoolingRun<Lanes16>.Maximum(pooling, x);
        Assert.Equal(NhwcTensors.Values(output), values);
        using torch.Tensor inputGradient = input.grad!;
        Assert.Equal(NhwcTensors.Values(inputGradient), PoolingRun<Lanes16>.MaximumGradient(pooling, places, gradient));
    }

    [Fact]
    public void A_window_of_more_places_than_a_byte_has_is_refused()
    {
        var shape = new ImageShape(1, 17, 17, 1);
        using var x = new GuardedImages(shape);
        using var y = new GuardedImages(shape.With(1, 1));
        using var places = new GuardedMemory<byte>(1);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => MaxPooling.Forward<Lanes4>(x.Batch, new PoolingWindow(17, 1, 0), y.Batch, places.Data, new UnitRange(0, 1)));
        Assert.Contains("17", error.Message, StringComparison.Ordinal);
    }

    private static (float[] Values, byte[] Places) Reference(PoolingCase pooling, float[] x)
    {
        float[] values = [.. Enumerable.Repeat(float.NegativeInfinity, pooling.Output.Count)];
        byte[] places = new byte[pooling.Output.Count];
        foreach ((int output, int input, int place) in pooling.Pairs())
        {
            if (x[input] > values[output])
                (values[output], places[output]) = (x[input], (byte)place);
        }
        return (values, places);
    }
}
