using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Engine.ZigZag;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// What the kernels measure of zig-zag, beside the engine of the CPU, whose measures are compared with the float64 reference elsewhere.
/// Weights move by the same bits on both.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class MeasuredKernelTests
{
    private const int Steps = 4; // the second backtracks

    [ClangFact]
    public void Measures_are_those_of_the_CPU_with_a_scale_a_layer() => Compare<MeasuredTiled>();

    [ClangFact]
    public void Measures_are_those_of_the_CPU_with_rows_and_a_frozen_layer() => Compare<MeasuredMix>();

    private static void Compare<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using var cpu = MeasuredRun.Of<TModel>();
        using KernelUpdate cuda = new(EmulatedDevice.Shared, cpu.Model, order: 1);
        int flips = 0;
        for (int number = 1; number <= Steps; number++)
        {
            AdamStep step = new(number, (float)MeasuredRun.Rate, beta1: 0.9, beta2: 0.999, blend: 0.6);
            float[][] gradients = cpu.Draw();
            float[][]? trial = MeasuredRun.Backtracks(number) ? cpu.Draw() : null;
            IReadOnlyList<ZigZagMeasures> expected = cpu.Step(gradients, trial);
            cuda.Run(trial is null ? UpdateKind.Laq : UpdateKind.Trial, step, gradients);
            if (trial is not null)
                cuda.Run(UpdateKind.Backtrack, step, trial);
            Assert.Null(cuda.TakeFault());

            KernelLayout.Measures[] actual = cuda.Measures();
            foreach (ZigZagMeasures e in expected)
            {
                string where = $"step {number}, {e.Parameter}";
                Parameter parameter = cpu.Model.Store.Parameters.Single(parameter => parameter.Name == e.Parameter);
                KernelLayout.Measures a = actual[StoredParameter.Of(parameter).Index];
                Assert.Equal((where, e.LargestSwing), (where, a.LargestSwing));
                Assert.Equal((where, e.SignChanges ?? double.NaN), (where, a.SignChanges));
                double ties = Math.Abs(e.LevelFlips - a.LevelFlips) * parameter.Count;
                Assert.True(ties <= 2.5, $"{where}: flips are {a.LevelFlips}, expected {e.LevelFlips}.");
                Close(e.GradientCosine, a.GradientCosine, where);
                Close(e.TrialCosine, a.TrialCosine, where);
                flips += (int)(a.LevelFlips * parameter.Count);
            }
        }
        foreach (ZigZagMeasures e in cpu.Meter.Epoch)
        {
            Parameter parameter = cpu.Model.Store.Parameters.Single(parameter => parameter.Name == e.Parameter);
            ZigZagMeasures a = cuda.Measures()[StoredParameter.Of(parameter).Index].Epoch.Of(e.Parameter);
            Assert.Equal(e.LargestSwing, a.LargestSwing);
            Assert.Equal(e.SignChanges, a.SignChanges);
            Close(e.GradientCosine, a.GradientCosine, e.Parameter);
            Close(e.TrialCosine, a.TrialCosine, e.Parameter);
        }
        Assert.True(flips > 3, $"The run has little to measure: {flips} flips.");
    }

    /// <summary>The same cosine, or none.</summary>
    private static void Close(double? expected, double? actual, string where) => Assert.True(
        expected is { } value ? Math.Abs(value - actual!.Value) <= 1e-12 : actual is null or double.NaN,
        $"{where}: the cosine is {actual:R}, expected {expected:R}.");
}
