using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>The whole runtime, from the compiler and its cache to the launches, on the emulated device, beside the CPU.</summary>
[Collection(CudaAloneCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class CudaUpdateTests : IDisposable
{
    private const int Steps = 20;

    public void Dispose() => CudaUpdate.EmulatesOnCpu = false;

    [ClangFact]
    public void Twenty_steps_leave_what_the_CPU_leaves()
    {
        Compare<CudaPerLayer>(beta1: 0.9, beta2: 0.999, blend: 0.6, launches: 2);
        Compare<CudaPerChannel>(beta1: 0.8, beta2: 0.95, blend: 0.25, launches: 2);
        Compare<TiledFullPrecision>(beta1: 0.9, beta2: 0.999, blend: 0.6, launches: 1);
    }

    [ClangFact]
    public void A_gradient_that_is_not_finite_is_reported_when_it_is_asked_for()
    {
        using TiledModel model = TiledModel.Make<TiledBinary>();
        using CudaUpdate update = Make(model);
        float[][] gradients = new ChosenGradients(model, 1e-2).Steady();
        gradients[3][^1] = float.NaN;
        using (Gradients tensors = ChosenGradients.Tensors(gradients))
            update.Run(UpdateKind.Laq, TiledModel.Step(1), tensors);
        var error = Assert.Throws<TrainingDivergedException>(() => update.ThrowIfDiverged(TrainingStage.Laq, 1, TiledModel.LearningRate));
        Assert.Contains(model.Store.Parameters[3].Name, error.Message);
    }

    private static CudaUpdate Make(TiledModel model)
    {
        EmulatedDevice.Shared.Set(blocks: 3);
        CudaUpdate.EmulatesOnCpu = true;
        CudaUpdate update = CudaUpdate.For(model.Store, KernelUpdate.ProgramOf(model.Model.GetType()))!;
        CudaUpdate.EmulatesOnCpu = false;
        return update;
    }

    private static void Compare<TModel>(double beta1, double beta2, double blend, int launches)
        where TModel : IQuantModel<TModel>
    {
        using TiledModel cpu = TiledModel.Make<TModel>();
        using TiledModel twin = TiledModel.Make<TModel>();
        foreach (Parameter parameter in twin.Store.Parameters)
        {
            parameter.Quantized.zero_();
            parameter.Scale.zero_();
        }
        int modules = EmulatedDevice.Shared.Modules();
        using (CudaUpdate cuda = Make(twin))
        {
            cuda.Run(UpdateKind.Initial, default, default);
            AssertSame(cpu, twin, "construction");
            ChosenGradients gradients = new(cpu, 1e-2);
            using UpdateGradients here = new();
            using UpdateGradients there = new();
            for (int number = 1; number <= Steps; number++)
            {
                AdamStep step = new(number, TiledModel.LearningRate, beta1, beta2, blend);
                int before = EmulatedDevice.Shared.Launches();
                bool isBacktrack = number % 3 == 0;
                foreach (UpdateKind stage in isBacktrack ? [UpdateKind.Trial, UpdateKind.Backtrack] : new[] { UpdateKind.Laq })
                {
                    float[][] values = number % 5 == 0 ? gradients.Jump(0.5, 0.9, factor: 30) : gradients.Steady();
                    cpu.Update(stage, step, here.For(stage, values));
                    cuda.Run(stage, step, there.For(stage, values));
                    AssertSame(cpu, twin, $"step {number}, {stage}", isTrial: stage == UpdateKind.Trial);
                }
                Assert.Equal(launches * (isBacktrack ? 2 : 1), EmulatedDevice.Shared.Launches() - before);
            }
            cuda.ThrowIfDiverged(TrainingStage.Laq, Steps, TiledModel.LearningRate);
        }
        Assert.Equal(modules, EmulatedDevice.Shared.Modules());
    }

    /// <summary>
    /// Weights and moments bit by bit; scales and levels as near as sums in another order allow. In a trial only the kernels write the moments.
    /// </summary>
    private static void AssertSame(TiledModel expected, TiledModel actual, string when, bool isTrial = false)
    {
        foreach ((Parameter a, Parameter e) in actual.Store.Parameters.Zip(expected.Store.Parameters))
        {
            string where = $"{expected.Model.GetType().Name}, {when}, {e.Name}";
            Assert.True(e.Latent.bytes.SequenceEqual(a.Latent.bytes), $"{where}: w differs.");
            Assert.True(isTrial || e.FirstMoment.bytes.SequenceEqual(a.FirstMoment.bytes), $"{where}: m differs.");
            Assert.True(isTrial || e.SecondMoment.bytes.SequenceEqual(a.SecondMoment.bytes), $"{where}: v differs.");
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
