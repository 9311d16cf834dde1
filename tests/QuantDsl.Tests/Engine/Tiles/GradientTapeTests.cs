using System.Reflection;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>The tape's gradients are those of autograd over all leaves, and it keeps nothing of a pass.</summary>
public sealed class GradientTapeTests : IDisposable
{
    private readonly ParameterStore _store = new(device: null, seed: 5, parameters: 256, scales: 4, statistics: 0);
    private readonly GradientTape _tape;

    public GradientTapeTests()
    {
        _store.AddQuantized("A.weight", offset: 0, [7, 6], bits: 2, bound: 0.9f, scale: 0, [1]); // the first layer, no bias
        _store.AddQuantized("B.weight", offset: 48, [7, 7], bits: 2, bound: 0.9f, scale: 1, [1]);
        _store.AddFullPrecision("B.bias", offset: 112, [7], bound: 0.9f);
        _store.AddQuantized("C.weight", offset: 128, [7, 7], bits: 2, bound: 0.9f, scale: 2, [1]);
        _store.AddQuantized("Out.weight", offset: 192, [3, 7], bits: 2, bound: 0.9f, scale: 3, [1]);
        _store.AddFullPrecision("Out.bias", offset: 224, [3], bound: 0.9f);
        foreach (StoredParameter parameter in _store.Stored)
            parameter.QuantizedMemory.Tensor.copy_(parameter.LatentMemory.Tensor);
        _tape = new GradientTape(_store);
    }

    private delegate Tensor Linear(Tensor input, int weight, Parameter? bias);

    public void Dispose()
    {
        _tape.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void Gradients_are_those_of_autograd()
    {
        foreach (bool inputIsDifferentiated in new[] { false, true })
        {
            using Tensor input = TestTensors.Range(5 * 6, ScalarType.Float32).sin_().reshape(5, 6).requires_grad_(inputIsDifferentiated);
            Tensor[] expected;
            using (NewDisposeScope())
            {
                Tensor loss = Loss(input, (x, weight, bias) => functional.linear(x, _store.Parameters[weight].Leaf(), bias?.Leaf()));
                Tensor[] leaves = [.. _store.Parameters.Select(parameter => parameter.Leaf())];
                expected = [.. autograd.grad([loss], leaves).Select(gradient => gradient.MoveToOuterDisposeScope())];
            }
            for (int time = 0; time < 3; time++) // the memory is used again
            {
                using (NewDisposeScope())
                {
                    ForwardPass pass = time == 2 ? ForwardPass.Trial : ForwardPass.Train;
                    Tensor loss = Loss(input, (x, weight, bias) => _tape.Linear(x, weight, bias, pass));
                    using Gradients gradients = _tape.Differentiate(loss, time == 0 ? TrainingPhase.Laq : TrainingPhase.Backtrack, pass);
                    _tape.Clear();
                    for (int index = 0; index < expected.Length; index++)
                        AssertClose(_store.Parameters[index].Name, expected[index].data<float>().ToArray(), gradients[index]);
                }
            }
            foreach (Tensor gradient in expected)
                gradient.Dispose();
        }
    }

    [Fact]
    public void Gradients_that_lead_to_a_trial_outlive_those_at_its_weights()
    {
        using Tensor input = TestTensors.Range(5 * 6, ScalarType.Float32).sin_().reshape(5, 6);
        using Gradients first = Differentiate(ForwardPass.Train);
        float[][] before = [.. Enumerable.Range(0, 6).Select(index => first[index].ToArray())];
        foreach (Parameter parameter in _store.Parameters)
            TestTensors.Scale(TestTensors.QuantizedOf(parameter), 0.5f);
        using Gradients trial = Differentiate(ForwardPass.Trial);
        nint[] addresses = new nint[6];
        nint[] scratch = new nint[6];
        nint[] ofTrial = new nint[6];
        first.CopyAddresses(addresses);
        first.CopyScratchAddresses(scratch);
        trial.CopyAddresses(ofTrial);
        foreach (int matrix in new[] { 0, 1, 3, 4 })
            Assert.Equal(scratch[matrix], ofTrial[matrix]);
        Assert.Empty(addresses.Intersect(scratch.Concat(ofTrial)));
        for (int index = 0; index < before.Length; index++)
        {
            Assert.Equal(before[index], first[index]);
            Assert.NotEqual(before[index], trial[index].ToArray());
        }
        trial.CopyFirstAddresses(scratch);
        Assert.Equal(addresses, scratch);

        Gradients Differentiate(ForwardPass pass)
        {
            using IDisposable scope = NewDisposeScope();
            Tensor loss = Loss(input, (x, weight, bias) => _tape.Linear(x, weight, bias, pass));
            Gradients gradients = _tape.Differentiate(loss, TrainingPhase.Backtrack, pass);
            for (int index = 0; index < 6; index++)
                gradients.Tensor(index).MoveToOuterDisposeScope();
            _tape.Clear();
            return gradients;
        }
    }

    /// <summary>
    /// A bound that is too low would let an infinite curvature pass; one that is far too high makes the check look at all weights.
    /// </summary>
    [Fact]
    public void Bounds_of_gradients_hold()
    {
        foreach (float size in new[] { 1f, 1e-12f, 1e12f })
        {
            using IDisposable scope = NewDisposeScope();
            Tensor input = TestTensors.Range(5 * 6, ScalarType.Float32).sin_().reshape(5, 6);
            TestTensors.Scale(input, size);
            (float[] largest, double[] bounds) = Bounds(input);
            for (int index = 0; index < largest.Length; index++)
                Assert.InRange(largest[index], bounds[index] / 1000, bounds[index]);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Bounds_of_gradients_that_are_not_finite_are_not_either(float value)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor input = TestTensors.Range(5 * 6, ScalarType.Float32).sin_().reshape(5, 6);
        input[2, 3] = value;
        (float[] largest, double[] bounds) = Bounds(input);
        Assert.False(float.IsFinite(largest[0]));
        Assert.All(largest.Zip(bounds), pair => Assert.True(float.IsFinite(pair.First) || !double.IsFinite(pair.Second)));
    }

    private (float[] Largest, double[] Bounds) Bounds(Tensor input)
    {
        Tensor loss = Loss(input, (x, weight, bias) => _tape.Linear(x, weight, bias, ForwardPass.Train));
        using Gradients gradients = _tape.Differentiate(loss, TrainingPhase.Laq, ForwardPass.Train);
        _tape.Clear();
        float[] largest = [.. Enumerable.Range(0, 6).Select(index => gradients.Tensor(index).abs().max().item<float>())];
        double[] bounds = new double[6];
        gradients.CopyBounds(bounds);
        return (largest, bounds);
    }

    [Fact]
    public void A_prediction_is_not_recorded()
    {
        using Tensor input = ones(5, 6);
        using IDisposable inference = no_grad();
        _tape.Linear(input, 0, null, ForwardPass.Predict).Dispose();
        Assert.Empty(Recorded(_tape));
    }

    [Fact]
    public void A_pass_is_let_go_of()
    {
        using (Tensor input = ones(5, 6))
        using (Tensor first = _tape.Linear(input, 0, null, ForwardPass.Train))
        using (Tensor again = _tape.Linear(input, 0, null, ForwardPass.Train))
        {
            Assert.Equal(2, Recorded(_tape).Count); // of the later one, X and Y
            _tape.Clear();
        }
        Assert.Empty(Recorded(_tape));
    }

    /// <summary>A residual network: B and C read the same tensor, and the sum goes on.</summary>
    private Tensor Loss(Tensor input, Linear linear)
    {
        Tensor a = functional.relu(linear(input, 0, null));
        Tensor b = functional.relu(linear(a, 1, _store.Parameters[2]));
        Tensor c = linear(a, 3, null);
        Tensor logits = linear(functional.relu(b.add(c, Scalars.One)).add(a, Scalars.One), 4, _store.Parameters[5]);
        return (logits * logits).mean();
    }

    private static void AssertClose(string name, float[] expected, Span<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float unit = expected.Max(MathF.Abs);
        Assert.True(unit > 1e-3, $"{name}: the gradient is 0.");
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(MathF.Abs(expected[i] - actual[i]) <= 1e-6f * unit))
                Assert.Fail($"{name}[{i}]: {actual[i]:R}, expected {expected[i]:R}.");
        }
    }

    /// <summary>What a tape has recorded.</summary>
    internal static List<Tensor> Recorded(GradientTape tape) =>
        [.. new[] { "_inputs", "_outputs" }.SelectMany(name => (Tensor?[])Value(tape, name)).OfType<Tensor>()];

    /// <summary>The tape of a model whose network has run on libtorch.</summary>
    internal static GradientTape TapeOf(object model) => (GradientTape)Value(model, "_tape");

    private static object Value(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!;
}
