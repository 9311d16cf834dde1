using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Cuda;

/// <summary>The whole runtime, from the compiler and its cache to the launches, on the emulated device, beside the CPU.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class CudaUpdateTests
{
    private const int Steps = 20;

    [ClangFact]
    public void Twenty_steps_leave_what_the_CPU_leaves()
    {
        Compare<CudaPerLayer>(beta1: 0.9, beta2: 0.999, blend: 0.6, launches: 3);
        Compare<CudaPerChannel>(beta1: 0.8, beta2: 0.95, blend: 0.25, launches: 3);
        Compare<TiledBinary>(beta1: 0.9, beta2: 0.999, blend: 0.3, launches: 3); // the run's blend, not that of the recipe
        Compare<TiledFullPrecision>(beta1: 0.9, beta2: 0.999, blend: 0.6, launches: 2);
    }

    private static void Compare<TModel>(double beta1, double beta2, double blend, int launches)
        where TModel : IQuantModel<TModel>
    {
        using var cpu = TiledModel.Make<TModel>();
        using var twin = TiledModel.Make<TModel>();
        int modules = EmulatedDevice.Shared.Modules();
        int allocations = EmulatedDevice.Shared.Allocations();
        using (CudaUpdate cuda = EmulatedEngine.Attach(twin.Store))
        {
            AssertSame(cpu, twin, "construction");
            ChosenGradients gradients = new(cpu, 1e-2);
            using UpdateGradients here = new();
            using UpdateGradients there = new();
            for (int number = 1; number <= Steps; number++)
            {
                AdamStep step = new(number, TiledModel.LearningRate, beta1, beta2, blend);
                int before = EmulatedDevice.Shared.Launches();
                bool isBacktrack = number % 3 == 0;
                foreach (UpdateKind kind in isBacktrack ? [UpdateKind.Trial, UpdateKind.Backtrack] : new[] { UpdateKind.Laq })
                {
                    float[][] values = number % 5 == 0 ? gradients.Jump(0.5, 0.9, factor: 30) : gradients.Steady();
                    cpu.Update(kind, step, here.For(kind, values));
                    cuda.Run(kind, step, there.For(kind, values));
                    AssertSame(cpu, twin, $"step {number}, {kind}");
                }
                Assert.Equal(launches * (isBacktrack ? 2 : 1), EmulatedDevice.Shared.Launches() - before);
            }
            cuda.ThrowIfDiverged(loss: 1);
        }
        Assert.Equal(modules, EmulatedDevice.Shared.Modules());
        Assert.Equal(allocations, EmulatedDevice.Shared.Allocations());
    }

    /// <summary>Weights and moments bit by bit; scales and levels as near as sums in another order allow.</summary>
    private static void AssertSame(TiledModel expected, TiledModel actual, string when)
    {
        foreach ((StoredParameter a, StoredParameter e) in actual.Store.Stored.Zip(expected.Store.Stored))
        {
            string where = $"{expected.Model.GetType().Name}, {when}, {e.Name}";
            Assert.True(ModelBits.Of(e.LatentMemory).SequenceEqual(ModelBits.Of(a.LatentMemory)), $"{where}: w differs.");
            Assert.True(ModelBits.Of(e.FirstMomentMemory).SequenceEqual(ModelBits.Of(a.FirstMomentMemory)), $"{where}: m differs.");
            Assert.True(ModelBits.Of(e.SecondMomentMemory).SequenceEqual(ModelBits.Of(a.SecondMomentMemory)), $"{where}: v differs.");
            AssertNear(e.Scale, a.Scale, $"{where}: α");
            AssertNear(e.Quantized, a.Quantized, $"{where}: q");
        }
    }

    private static void AssertNear(TorchSharp.torch.Tensor expected, TorchSharp.torch.Tensor actual, string what)
    {
        foreach ((float e, float a) in expected.data<float>().Zip(actual.data<float>()))
            Assert.True(Math.Abs(e - (double)a) <= 2.5e-7 * Math.Abs(e), $"{what} is {a:R}, expected {e:R}.");
    }
}
