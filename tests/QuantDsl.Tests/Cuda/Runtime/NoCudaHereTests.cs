using QuantDsl.CompilerServices;
using QuantDsl.Tests.Digits;
using QuantDsl.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>The packaged libtorch is one for the CPU: a model on CUDA is refused and never goes to the CPU instead.</summary>
[Trait("Category", "Cuda")]
public class NoCudaHereTests
{
    private const string Refusal = "A model was requested on cuda:0, but this libtorch is built for the CPU only.";

    [CpuBuildFact]
    public void A_model_is_refused_with_what_to_do()
    {
        var device = new Device(DeviceType.CUDA); // torch.CUDA itself would throw first

        Assert.StartsWith(Refusal, Assert.Throws<CudaException>(() => new Variants.Base.Net(device)).Message);
        Assert.StartsWith(Refusal, Assert.Throws<CudaException>(() => Variants.Base.Net.Load("unused", device)).Message);
        Assert.Contains("cuda:3", Assert.Throws<CudaException>(() => new Variants.Base.Net(new Device("cuda:3"))).Message);
    }

    [CpuBuildFact]
    public void Digits_says_it_line_by_line()
    {
        using TemporaryFolder folder = new();

        var run = DigitsRun.Of("--device", "cuda", "--save", folder.File("model.safetensors"));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(Refusal, run.ErrorLines[0]);
        Assert.StartsWith("Build with -p:TorchBackend=cuda", run.ErrorLines[1]);
        Assert.Equal("To train on the CPU leave the device out.", run.ErrorLines[2]);
        Assert.Equal("", run.Output);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_model_on_the_CPU_has_no_engine_of_a_device()
    {
        using var store = new ParameterStore(null, seed: 1, parameters: 16, scales: 1, statistics: 0);

        Assert.Null(DeviceEngine.For(store, new CudaProgram("Net", [], "")));
    }
}
