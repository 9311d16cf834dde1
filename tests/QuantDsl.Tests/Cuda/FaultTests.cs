using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>A gradient that is not finite leaves the number of its parameter.</summary>
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
    public void Names_the_parameter(UpdateKind stage, float bad, int parameter)
    {
        using TiledModel model = TiledModel.Make<TiledBinary>();
        using KernelUpdate update = new(EmulatedDevice.Shared, model);
        float[][] gradients = new ChosenGradients(model, 1e-2).Steady();
        update.Run(UpdateKind.Laq, TiledModel.Step(1), gradients);
        Assert.Null(update.Fault);
        gradients[parameter][^1] = bad;
        update.Run(stage, TiledModel.Step(2), gradients);
        Assert.Equal(parameter, update.Fault);
    }

    [ClangFact]
    public void Names_the_first_of_several_in_any_order()
    {
        foreach (uint order in new uint[] { 0, 1, 2, 3 })
        {
            using TiledModel model = TiledModel.Make<TiledBinary>();
            using KernelUpdate update = new(EmulatedDevice.Shared, model, order: order);
            float[][] gradients = new ChosenGradients(model, 1e-2).Steady();
            foreach (int parameter in new[] { 12, 6, 3 })
                gradients[parameter][0] = float.NaN;
            update.Run(UpdateKind.Laq, TiledModel.Step(1), gradients);
            Assert.Equal(3, update.Fault);
        }
    }
}
