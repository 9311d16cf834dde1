using QuantDsl.Cuda;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>Where tensors lie, and how data come to be on a device.</summary>
[Trait("Category", "Cuda")]
public unsafe class DeviceMemoryTests
{
    [Fact]
    public void The_address_is_that_of_the_first_value()
    {
        using Tensor values = tensor(new float[] { 3, 5, 7, 9 });
        using Tensor later = values.narrow(0, 2, 2);

        Assert.Equal(3f, *(float*)TensorMemory.Of(values));
        Assert.Equal(TensorMemory.Of(values) + (2 * sizeof(float)), TensorMemory.Of(later));
    }

    [Fact]
    public void What_is_on_the_device_is_passed_on_and_not_copied()
    {
        using Tensor values = zeros(3);

        Assert.Same(values, Transfer.To(values, CPU));
        Assert.True(Transfer.IsOn(values, CPU));
        Assert.False(Transfer.IsOn(values, META));
        Assert.False(Transfer.IsOn(values, new Device("cuda")));
    }

    [Fact]
    public void Batches_and_slices_come_on_the_device_that_is_asked_for()
    {
        using var data = Dataset.FromArrays([1f, 2f, 3f, 4f], [1], [0, 1, 0, 1]);
        using Tensor order = data.Order(seed: 1, epoch: 1);

        data.Batch(order, 0, 2, out Tensor inputs, out Tensor labels, META);
        Assert.Equal((TorchSharp.DeviceType.META, TorchSharp.DeviceType.META), (inputs.device_type, labels.device_type));
        data.Slice(1, 2, out inputs, out labels, META);
        Assert.Equal((TorchSharp.DeviceType.META, TorchSharp.DeviceType.META), (inputs.device_type, labels.device_type));
        data.Slice(1, 2, out inputs, out labels);
        Assert.Equal([2f, 3f], inputs.data<float>().ToArray());
        Assert.Equal([1L, 0L], labels.data<long>().ToArray());
    }

    [Theory]
    [InlineData(-1, 1, "start")]
    [InlineData(4, 1, "start")]
    [InlineData(2, 3, "size")]
    [InlineData(2, 0, "size")]
    public void A_slice_lies_within_the_data(long start, long size, string parameter)
    {
        using var data = Dataset.FromArrays([1f, 2f, 3f, 4f], [1], [0, 1, 0, 1]);

        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(start, size, out _, out _)).ParamName);
    }
}
