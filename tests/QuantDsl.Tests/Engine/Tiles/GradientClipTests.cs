using System.Runtime.Intrinsics;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Engine.Tiles;

[ModelFrom(typeof(TiledBinary)), GradientClip(0.5)]
public sealed partial class TiledClipped;

/// <summary>Clipped gradients: what enters the moments, and that NaN is not swallowed, on the CPU and on the emulated device.</summary>
[Collection(CudaCollection.Name)]
public sealed unsafe class GradientClipTests : IDisposable
{
    private readonly UpdateGradients _gradients = new();

    public void Dispose() => _gradients.Dispose();

    [Fact]
    public void Clamp_keeps_what_is_inside_and_NaN()
    {
        float[] values =
        [
            0, -0f, 0.5f, -0.5f, 0.49999997f, 0.50000006f, -0.50000006f, 3e38f, -3e38f, 1e-45f, 1, -1, float.PositiveInfinity,
            float.NegativeInfinity, 2, -2,
        ];
        Vector512<float> clamped = Lanes.Clamp(Vector512.Create<float>(values), 0.5f);
        for (int lane = 0; lane < values.Length; lane++)
            Assert.Equal(Math.Clamp(values[lane], -0.5f, 0.5f), clamped[lane]);
        for (int lane = 0; lane < values.Length; lane++)
        {
            float[] one = [.. values];
            one[lane] = float.NaN;
            Vector512<float> result = Lanes.Clamp(Vector512.Create<float>(one), 0.5f);
            Assert.Equal(
                Enumerable.Range(0, values.Length).Select(other => other == lane),
                Enumerable.Range(0, values.Length).Select(other => float.IsNaN(result[other])));
        }
    }

    /// <summary>First moments are a tenth of the clipped gradient, and a trial's counts for 0.4.</summary>
    [Fact]
    public void Both_gradients_of_a_step_are_clipped()
    {
        using var model = TiledModel.Make<TiledClipped>();
        Run(model.Update, model, UpdateKind.Laq, 2f, 0.1f);
        AssertFirstMoment(model, 0.05f);
        Run(model.Update, model, UpdateKind.Trial, -3f, 0.1f);
        AssertFirstMoment(model, 0.05f); // a trial leaves them
        Run(model.Update, model, UpdateKind.Backtrack, float.PositiveInfinity, 0.1f);
        float m = (0.9f * 0.05f) - 0.05f;
        AssertFirstMoment(model, (0.6f * m) + (0.4f * ((0.9f * m) + 0.05f)));
    }

    [Theory]
    [InlineData(UpdateKind.Laq)]
    [InlineData(UpdateKind.Trial)]
    [InlineData(UpdateKind.Backtrack)]
    public void NaN_is_noticed(UpdateKind kind)
    {
        using var model = TiledModel.Make<TiledClipped>();
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => Run(model.Update, model, kind, 0.01f, float.NaN));
        Assert.Contains("D.weight", error.Message);
    }

    /// <summary>By a step whose loss is finite, and whose gradient is not, on the device.</summary>
    [ClangTheory]
    [InlineData(UpdateKind.Laq)]
    [InlineData(UpdateKind.Trial)]
    [InlineData(UpdateKind.Backtrack)]
    public void NaN_is_noticed_on_the_device(UpdateKind kind)
    {
        using var model = TiledModel.Make<TiledClipped>();
        using KernelUpdate update = new(EmulatedDevice.Shared, model);
        int parameter = model.Store.Parameters.ToList().FindIndex(parameter => parameter.Name == "D.weight");
        update.Run(UpdateKind.Laq, TiledModel.Step(1), Gradients(2f, float.NegativeInfinity));
        Assert.Null(update.TakeFault());
        if (kind == UpdateKind.Backtrack)
            update.Run(UpdateKind.Trial, TiledModel.Step(2), Gradients(2f, float.PositiveInfinity));
        update.Run(kind, TiledModel.Step(2), Gradients(0.01f, float.NaN));
        Assert.Equal(new CudaFault(2, kind, IsLossFinite: true, parameter), update.TakeFault());

        float[][] Gradients(float gradient, float last)
        {
            float[][] values = [.. model.Store.Parameters.Select(parameter => Enumerable.Repeat(gradient, parameter.Count).ToArray())];
            values[parameter][^1] = last;
            return values;
        }
    }

    /// <summary>A clip far below all gradients leaves their signs alone.</summary>
    [Fact]
    public void A_recurrent_network_is_clipped()
    {
        using var model = new ClippedLstm(seed: 5);
        using torch.Tensor input = torch.tensor(new long[] { 0, 1, 2, 3, 0, 3, 2, 2, 1, 0 }, [2, 5]);
        model.Step(input, input);
        float[] moments = [.. model.Layers.SelectMany(layer => layer.FirstMoment.data<float>())];
        Assert.Equal(0.1f * 0.002f, moments.Max(MathF.Abs), 1e-9f);
        Assert.True(moments.Count(m => MathF.Abs(m) > 0.99f * 0.1f * 0.002f) > moments.Length / 4);
    }

    /// <summary>All gradients alike, but for the last of the parameter D.weight.</summary>
    private void Run(TiledModel.UpdateMethod update, TiledModel model, UpdateKind kind, float gradient, float last)
    {
        float[][] values =
        [
            .. model.Store.Parameters.Select(parameter => Enumerable.Repeat(gradient, (int)parameter.Latent.numel()).ToArray()),
        ];
        values[model.Store.Parameters.ToList().FindIndex(parameter => parameter.Name == "D.weight")][^1] = last;
        update(kind, TiledModel.Step(1), _gradients.For(kind, values));
    }

    private static void AssertFirstMoment(TiledModel model, float expected)
    {
        foreach (float moment in model.Store.Parameters[0].FirstMoment.data<float>())
            Assert.Equal(expected, moment, 1e-7f);
    }
}
