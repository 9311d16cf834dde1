using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Newcomer;

/// <summary>
/// D1: what still computes on libtorch (losses, dropout and recurrence of the CUDA path, and gradients) hands it numbers that no garbage
/// collection frees meanwhile. The CPU's own kernels know no such numbers, and <see cref="RootedScalarTests"/> finds those without a root.
/// </summary>
[Trait("Category", "Slow")]
public sealed class ScalarPressureTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Numbers_are_read_while_garbage_is_collected_all_the_time()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.ScalarPressure, ("DOTNET_TieredCompilation", "0"));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains($"rounds {Rounds}", child.Output, StringComparison.Ordinal);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Compute()
    {
        new Thread(TensorLifetimeTests.Collector()) { IsBackground = true }.Start();
        using Generator generator = new(seed: 1);
        using Tensor labels = zeros(8, dtype: ScalarType.Int64);
        using Tensor gates = zeros(8, 3, 16);
        using Tensor weight = zeros(16, 4);
        var mask = default(DropoutMask);
        double sum = 0;
        int round = 0;
        for (; round < Rounds; round++)
        {
            using Tensor logits = ones(8, 10).requires_grad_();
            using Tensor kept = mask.Apply(logits, 0.5, ForwardPass.Train, generator);
            using Tensor loss = Losses.SquaredHinge(kept, labels);
            using Tensor gradient = autograd.grad([loss], [logits])[0];
            sum += loss.item<float>();
            foreach (Tensor state in Recurrence.Lstm(gates, weight))
                state.Dispose();
        }
        mask.Dispose();
        Console.WriteLine($"rounds {round}, {(double.IsFinite(sum) ? "finite" : "not finite")}");
    }
}
