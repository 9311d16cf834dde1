using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Native;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>A model on CUDA needs the driver and NVRTC, and nothing else.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class WithoutTorchOnCudaTests : OnEmulatedCuda
{
    [ClangFact]
    public void A_model_is_made_trained_saved_and_asked_without_libtorch()
    {
        ChildProcess.Result child = ChildProcess.Run(
            ChildProcess.WithoutTorchOnCuda,
            (CudaLibraries.DriverVariable, Emulated.DriverPath),
            (CudaLibraries.NvrtcVariable, Emulated.CompilerPath),
            ("EMULATED_UNOPTIMIZED", "1"));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains("steps: 10\n", child.Output, StringComparison.Ordinal);
        Assert.Contains(child.Mapped, path => path.Contains("libcuda", StringComparison.Ordinal));
        Assert.DoesNotContain(child.Mapped, path => path.Contains("libtorch", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the child process does.</summary>
    internal static void Print()
    {
        TorchLibrary.Register();
        using TemporaryFolder folder = new();
        using Dataset data = Data(64);
        (float[] inputs, int[] labels) = Batch(16);
        using BinaryMlp model = new(new torch.Device(DeviceType.CUDA, 0), seed: 3);
        model.Step(inputs, labels);
        model.BacktrackStep(inputs, labels);
        model.Fit(data, data, new FitOptions { Progress = ProgressMode.None, HandleCtrlC = false, CheckpointPath = folder.File("run") });
        model.Predict(inputs, new float[16 * 3]);
        model.Evaluate(data);
        model.Out.SetLatent(new float[15]);
        model.Save(folder.File("model"));
        using var loaded = BinaryMlp.Load(folder.File("model"), Devices.Cuda());
        Console.WriteLine($"steps: {StoredParameter.Of(loaded.Out.Weight).Store.StepCount}");
    }
}
