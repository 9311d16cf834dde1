using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Digits;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>
/// Where there is no driver, it is ours to say, in a sentence that says what to do: a model on CUDA is refused and never goes to the CPU
/// instead, and libtorch is not asked. In a process of its own, since others here may have found a driver.
/// </summary>
[Trait("Category", "Cuda")]
public class NoCudaHereTests
{
    private const string Refusal = "A model was requested on cuda:0, but that is not available here.";

    [LinuxFact]
    public void A_model_is_refused_with_what_to_do()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.WithoutCuda, (CudaLibraries.DriverVariable, "/nowhere/libcuda.so.1"));

        Assert.True(child.ExitCode == 0, child.Output);
        string[] lines =
        [
            .. child.Output.Split('\n').Where(line => line.Length > 0)
                .TakeWhile(line => !line.StartsWith("mapped", StringComparison.Ordinal)),
        ];
        string[] expected =
        [
            Refusal,
            "QUANTDSL_CUDA_DRIVER names /nowhere/libcuda.so.1, but there is no such file. Set it to the full path of the driver of an "
            + "NVIDIA GPU, or unset it.",
            "To train on the CPU leave the device out.",
        ];
        string[] ofAnother = [.. expected.Select(line => line.Replace("cuda:0", "cuda:3", StringComparison.Ordinal))];
        string[] others = ["exit code 1", "files: 0", "out of range"];
        Assert.Equal([.. expected, .. expected, .. ofAnother, .. expected, .. expected, .. others], lines);
        Assert.DoesNotContain(child.Mapped, path => path.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_model_on_the_CPU_has_no_engine_of_a_device()
    {
        using Variants.Base.Net model = new();
        Assert.IsAssignableFrom<CpuEngine>(StoredParameter.Of(model.Layers[0].Weight).Store.Engine);
    }

    /// <summary>What the child process does.</summary>
    internal static void Print()
    {
        var device = new Device(DeviceType.CUDA); // torch.CUDA itself would throw first
        Refused(() => new Variants.Base.Net(device));
        Refused(() => Variants.Base.Net.Load("unused", device));
        Refused(() => new Variants.Base.Net(new Device(DeviceType.CUDA, 3)));
        Refused(() => Devices.Cuda());
        using TemporaryFolder folder = new();
        var run = DigitsRun.Of("--device", "cuda", "--save", folder.File("model.safetensors"));
        Console.WriteLine(string.Join('\n', run.ErrorLines));
        Console.WriteLine($"exit code {run.ExitCode}");
        Console.WriteLine($"files: {folder.Files.Count()}{run.Output}");
        Console.WriteLine(Assert.Throws<ArgumentOutOfRangeException>(() => Devices.Cuda(-1)).ParamName == "index" ? "out of range" : "");

        static void Refused(Func<object> make) => Console.WriteLine(Assert.Throws<CudaException>(make).Message);
    }
}
