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
    private readonly int _threads = get_num_threads();

    public BacktrackMemoryTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(_threads);

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
        Held once = After<TModel>(model => model.Step(batch, labels)); // makes the tensors
        Held plain = After<TModel>(model => Repeat(() => model.Step(batch, labels)));
        Held back = After<TModel>(model => Repeat(() => model.BacktrackStep(batch, labels)));
        Assert.Equal(once, plain);
        Assert.InRange(back.ManagedBytes - plain.ManagedBytes, 0, 200 * plain.Parameters); // the handles
        Assert.Equal(
            plain with
            {
                Tensors = plain.Tensors + plain.Parameters,
                TensorBytes = plain.TensorBytes + plain.ParameterBytes,
                AllTensors = plain.AllTensors + plain.Parameters,
            },
            back with { ManagedBytes = plain.ManagedBytes });
        Assert.True(plain.Tensors > 20 && plain.ManagedBytes > 4 * 4 * plain.Floats, $"{plain}: the walk misses most.");
    }

    private static void Repeat(Action step)
    {
        for (int time = 0; time < 3; time++)
            step();
    }

    private static Held After<TModel>(Action<TModel> train)
        where TModel : IQuantModel<TModel>
    {
        for (int time = 0; time < 2; time++) // what failing tests left
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        long before = Tensor.TotalCount;
        using TModel model = TModel.Create(seed: 1);
        train(model);
        ObjectGraph graph = new(model);
        long floats = model.Layers.Sum(layer => layer.Latent.numel());
        Parameter[] parameters =
        [
            .. model.Layers
                .SelectMany(layer => new[] { layer.Weight, layer.Bias, layer.BatchNorm?.Weight, layer.BatchNorm?.Bias })
                .OfType<Parameter>(),
        ];
        return new Held(
            graph.Tensors, graph.TensorBytes, graph.ManagedBytes, Tensor.TotalCount - before, floats,
            parameters.Length, sizeof(float) * parameters.Sum(parameter => parameter.Latent.numel()));
    }

    private sealed record Held(
        int Tensors, long TensorBytes, long ManagedBytes, long AllTensors, long Floats, int Parameters, long ParameterBytes);
}
