using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>A loss or a gradient that is not finite is noted, and nothing is written until the host has taken the note.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class FaultTests
{
    /// <summary>Weights in one tile and in the last of several, γ and β; 1e30 is finite, but its square is not.</summary>
    [ClangTheory]
    [InlineData(UpdateKind.Laq, float.NaN, 0)]
    [InlineData(UpdateKind.Laq, float.PositiveInfinity, 1)]
    [InlineData(UpdateKind.Trial, 1e30f, 3)]
    [InlineData(UpdateKind.Backtrack, float.NegativeInfinity, 4)]
    [InlineData(UpdateKind.Backtrack, float.NaN, 9)]
    public void A_gradient_names_its_parameter_and_the_step_leaves_no_trace(UpdateKind kind, float bad, int parameter)
    {
        using var model = TiledModel.Make<TiledBinary>();
        AssertNoTrace(model, kind, gradients => gradients[parameter][^1] = bad, new CudaFault(2, kind, IsLossFinite: true, parameter));
    }

    [ClangTheory]
    [InlineData(UpdateKind.Laq, float.NaN)]
    [InlineData(UpdateKind.Trial, float.PositiveInfinity)]
    [InlineData(UpdateKind.Backtrack, float.NaN)]
    public void A_loss_is_noted_and_the_step_leaves_no_trace(UpdateKind kind, float loss)
    {
        using var model = TiledModel.Make<TiledBinary>();
        AssertNoTrace(model, kind, _ => { }, new CudaFault(2, kind, IsLossFinite: false, Number: null), loss);
    }

    /// <summary>Scales of all kinds: the quantized weights that belong to weights and scales come back behind a trial.</summary>
    [ClangFact]
    public void A_trials_quantized_weights_are_taken_back_on_every_grid()
    {
        CudaFault expected = new(2, UpdateKind.Backtrack, IsLossFinite: false, Number: 2);
        foreach (Func<TiledModel> make in new[] { () => TiledModel.Make<CudaPerLayer>(), () => TiledModel.Make<CudaPerChannel>() })
        {
            using TiledModel model = make();
            AssertNoTrace(model, UpdateKind.Backtrack, gradients => gradients[2][0] = float.NaN, expected, loss: float.NaN);
        }
    }

    [ClangFact]
    public void The_first_of_several_is_named_in_any_order()
    {
        foreach (uint order in new uint[] { 0, 1, 2, 3 })
        {
            using var model = TiledModel.Make<TiledBinary>();
            using KernelUpdate update = new(EmulatedDevice.Shared, model, order: order);
            float[][] gradients = new ChosenGradients(model, 1e-2).Steady();
            foreach (int parameter in new[] { 12, 6, 3 })
                gradients[parameter][0] = float.NaN;
            update.Run(UpdateKind.Laq, TiledModel.Step(1), gradients);
            gradients[0][0] = float.NaN; // in a later step
            update.Run(UpdateKind.Laq, TiledModel.Step(2), gradients);
            Assert.Equal(new CudaFault(1, UpdateKind.Laq, IsLossFinite: true, Number: 3), update.TakeFault());
        }
    }

    /// <summary>1/η is so large that D of a large v overflows, but not |g|/η: D is the largest float, and the scale stays finite.</summary>
    [ClangFact]
    public void A_curvature_that_overflows_is_the_largest_float()
    {
        using var model = TiledModel.Make<TiledBinary>();
        using KernelUpdate update = new(EmulatedDevice.Shared, model);
        update.Run(UpdateKind.Laq, Step(1, 1e-5f), All(1e18f));
        update.Run(UpdateKind.Laq, Step(2, 1e-30f), All(0.01f));
        Assert.Null(update.TakeFault());
        foreach (float scale in update.Scales.ToArray())
            Assert.InRange(scale, 1e-6f, 1f);
        update.Run(UpdateKind.Laq, Step(3, 1e-39f), All(0.01f));
        Assert.Equal(new CudaFault(3, UpdateKind.Laq, IsLossFinite: true, Number: 0), update.TakeFault());

        static AdamStep Step(long number, float learningRate) => new(number, learningRate, beta1: 0.9, beta2: 0.999, blend: 0.6);

        float[][] All(float gradient) =>
            [.. model.Store.Parameters.Select(parameter => Enumerable.Repeat(gradient, (int)parameter.Latent.numel()).ToArray())];
    }

    /// <summary>
    /// A good step, then one that goes wrong in some update, then others that do nothing; the state is that before the step. Afterwards
    /// training goes on as if it had never been.
    /// </summary>
    private static void AssertNoTrace(TiledModel model, UpdateKind kind, Action<float[][]> spoil, CudaFault expected, float loss = 1)
    {
        using KernelUpdate update = new(EmulatedDevice.Shared, model);
        using KernelUpdate twin = new(EmulatedDevice.Shared, model);
        ChosenGradients gradients = new(model, 1e-2);
        float[][] good = gradients.Steady();
        float[][] other = gradients.Jump(0.5, 0.9, factor: 30);
        float[][] bad = [.. other.Select(values => values.ToArray())];
        spoil(bad);

        update.Run(UpdateKind.Laq, TiledModel.Step(1), good);
        Assert.Null(update.TakeFault());
        byte[] before = update.State();
        if (kind == UpdateKind.Backtrack)
            update.Run(UpdateKind.Trial, TiledModel.Step(2), good);
        update.Loss = loss;
        update.Run(kind, TiledModel.Step(2), bad);
        update.Loss = 1;
        update.Run(UpdateKind.Laq, TiledModel.Step(3), other);
        update.Run(UpdateKind.Trial, TiledModel.Step(4), good);
        update.Run(UpdateKind.Backtrack, TiledModel.Step(4), other);
        Assert.Equal(expected, update.TakeFault());
        Assert.True(before.SequenceEqual(update.State()), "The step left a trace.");
        Assert.Null(update.TakeFault());

        twin.Run(UpdateKind.Laq, TiledModel.Step(1), good);
        foreach (KernelUpdate each in new[] { update, twin })
        {
            each.Run(UpdateKind.Trial, TiledModel.Step(2), good);
            each.Run(UpdateKind.Backtrack, TiledModel.Step(2), other);
        }
        Assert.True(twin.State().SequenceEqual(update.State()), "Training does not go on as if the step had not been.");
        Assert.False(before.SequenceEqual(update.State()));
    }
}
