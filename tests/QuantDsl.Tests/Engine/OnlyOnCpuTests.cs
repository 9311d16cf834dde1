using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>Models with an operation that only our own kernels compute.</summary>
public sealed class OnlyOnCpuTests
{
    [Fact]
    public void On_CUDA_there_are_none_and_that_is_said()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => new LeakyMlp(new torch.Device(DeviceType.CUDA)));
        Assert.Equal(
            "LeakyMlp runs on the CPU only, because of LeakyReLU(0.01) of A; it was to be made on cuda. Make it on the CPU, or declare a "
            + "variant without that operation for the device.",
            error.Message);
    }

    [Fact]
    public void Their_code_does_not_name_libtorch() => Assert.All(
        typeof(LeakyMlp).GetMembers(
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static
            | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.DeclaredOnly),
        member => Assert.DoesNotContain(member.Name, new[] { "Forward", "Differentiate", "TorchTape" }));
}
