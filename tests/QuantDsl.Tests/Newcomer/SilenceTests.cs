using System.Diagnostics;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D4: nothing prints to the standard error stream by itself, neither the CPU's own kernels nor libtorch.</summary>
public sealed class SilenceTests
{
    [Fact]
    public void Predicting_single_images_prints_nothing()
    {
        using Process child = ChildProcess.Start(ChildProcess.PredictSingly);
        string output = child.StandardOutput.ReadToEnd(), errors = child.StandardError.ReadToEnd();
        child.WaitForExit();

        Assert.Equal((0, ""), (child.ExitCode, errors));
        Assert.Contains("predicted 20", output, StringComparison.Ordinal);
    }

    /// <summary>Runs in a child: predictions of a model, and a convolution of libtorch's, as a user's own network has it.</summary>
    internal static void Predict()
    {
        TorchLibrary.EnsureLoaded();
        using var model = new TinyConvNet(seed: 1);
        using Tensor image = zeros(1, 1, 28, 28);
        using Tensor kernel = zeros(4, 1, 3, 3);
        float[] logits = new float[10];
        for (int time = 0; time < 10; time++)
        {
            model.Predict(new float[28 * 28], logits);
            model.Predict(image).Dispose();
            nn.functional.conv2d(image, kernel).Dispose();
        }
        Console.WriteLine("predicted 20");
    }
}
