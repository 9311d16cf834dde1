using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// The trial needs memory of the size of one gradient, and no more: beside that, a model that backtracks holds what one does that never
/// did.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class BacktrackMemoryTests : IDisposable
{
    private readonly int _threads = ThreadCount.Value;

    public BacktrackMemoryTests() => ThreadCount.Value = 1;

    public void Dispose() => ThreadCount.Value = _threads;

    [Fact]
    public void Backtracking_needs_the_memory_of_one_gradient()
    {
        Check<EveryTiled>(131);
        Check<EverySmall>(41);
    }

    private static void Check<TModel>(long inputs)
        where TModel : IQuantModel<TModel>
    {
        using Tensor batch = TestTensors.Range(2 * inputs, ScalarType.Float32).sin_().reshape(2, inputs);
        using Tensor labels = TestTensors.Range(2, ScalarType.Int64);
        (long plain, long parameters) = After<TModel>(model => Repeat(() => model.Step(batch, labels)));
        (long back, _) = After<TModel>(model => Repeat(() => model.BacktrackStep(batch, labels)));
        Assert.Equal(parameters, back - plain);
        Assert.True(plain > 2 * parameters, $"{plain} numbers for {parameters} parameters: gradients and packed weights are not seen.");
    }

    private static void Repeat(Action step)
    {
        for (int time = 0; time < 3; time++)
            step();
    }

    /// <summary>Numbers that the engine of a model holds, and those of its parameters.</summary>
    private static (long Held, long Parameters) After<TModel>(Action<TModel> train)
        where TModel : IQuantModel<TModel>
    {
        for (int time = 0; time < 2; time++) // what failing tests left
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        long before = NativeFloats.Allocated;
        using TModel model = TModel.Create(seed: 1);
        train(model);
        return (NativeFloats.Allocated - before, StoredParameter.Of(model.Layers[0].Weight).Store.ParameterFloats);
    }
}
