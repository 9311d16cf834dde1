using QuantDsl.CompilerServices;
using QuantDsl.Native;
using QuantDsl.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Native;

/// <summary>What the probe must not disturb. Alone, because other tests draw from torch's generator.</summary>
[Collection(AloneCollection.Name)]
public sealed class ConvolutionProbeStateTests
{
    [Fact]
    public void The_program_finds_its_state_as_it_was()
    {
        TorchLibrary.EnsureLoaded();
        int threads = get_num_threads();
        using Tensor before = Generator.Default.get_state();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode();

        var probe = ConvolutionProbe.Run(TorchLibrary.Handle);

        Assert.Equal(0, scope.DisposablesCount);
        using Tensor after = Generator.Default.get_state();
        Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
        Assert.Equal(RightConvolutions.WhyNot is null, probe.Check == ConvolutionCheck.Right);
        Assert.Equal(threads, get_num_threads());
        Assert.True(is_inference_mode_enabled());
    }
}
