using System.Numerics;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Engine.Models;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// The whole step on the emulated device beside the CPU's engine, and what it does with minibatches and numbers that are not as usual.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class WholeStepTests
{
    /// <summary>Each step from the same state: latent weights as close as sums in another order, and levels equal but for ties.</summary>
    [ClangTheory]
    [InlineData("LeNet")]
    [InlineData("ResNet")]
    [InlineData("operations", long.MinValue + 3, 1L << 33)]
    public void Agrees_with_the_CPU(string name, long seed = 1, long steps = 0)
    {
        StepCase @case = StepCases.All.GetValueOrDefault(name, ManyOperations.Case);
        using EngineModel cpu = @case.Make(seed);
        using DeviceModel device = new(@case, seed);
        cpu.Store.EnsureQuantized(); // the next line says that all of it is there
        cpu.Store.StepCount = steps;
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using torch.Tensor input = torch.tensor(inputs, [labels.Length, .. cpu.Info.InputShape.Select(size => (long)size)]);
        using torch.Tensor targets = torch.tensor(labels.Select(label => (long)label).ToArray());
        for (int step = 1; step <= 4; step++)
        {
            bool backtracks = step % 2 == 0;
            device.Whole.Take(cpu.Store);
            device.Store.StepCount = cpu.Store.StepCount;
            float loss = device.Step(backtracks, inputs, labels);
            float expected = backtracks ? cpu.BacktrackStep(input, targets) : cpu.Step(input, targets);
            Assert.Equal(expected, loss, 1e-5f * Math.Abs(expected));
            int others = 0;
            foreach ((StoredParameter right, StoredParameter left) in cpu.Store.Stored.Zip(device.Store.Stored))
            {
                float[] expectedLatent = right.Latent.data<float>().ToArray(), latent = left.Latent.data<float>().ToArray();
                float[] expectedQuantized = right.Quantized.data<float>().ToArray(), quantized = left.Quantized.data<float>().ToArray();
                for (int i = 0; i < latent.Length; i++)
                {
                    Assert.Equal(expectedLatent[i], latent[i], 2e-4f);
                    others += Math.Abs(expectedQuantized[i] - quantized[i]) <= 1e-3f + (1e-3f * Math.Abs(quantized[i])) ? 0 : 1;
                }
            }
            Assert.InRange(others, 0, 3);
        }
    }

    /// <summary>The losses and weights of a minibatch that is not full are those of its samples alone.</summary>
    [ClangFact]
    public void Takes_smaller_minibatches()
    {
        StepCase @case = StepCases.All["LeNet"];
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model, samples: 5);
        using EngineModel cpu = @case.Make(1);
        using DeviceModel device = new(@case);
        using torch.Tensor input = torch.tensor(inputs, [5, .. cpu.Info.InputShape.Select(size => (long)size)]);
        using torch.Tensor targets = torch.tensor(labels.Select(label => (long)label).ToArray());
        Assert.Equal(cpu.Step(input, targets), device.Step(false, inputs, labels), 1e-5f);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => device.Step(false, inputs[1..], labels));
        Assert.Equal("A step takes 1 to 6 samples of 160 numbers; it got 799 numbers and 5 labels.", refused.Message);
    }

    /// <summary>A step whose loss is not finite leaves everything as it was, and so do those after it; once that is told, steps go on.</summary>
    [ClangTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_is_all_or_nothing(bool backtracks)
    {
        StepCase @case = StepCases.All["LeNet"];
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using DeviceModel device = new(@case);
        device.Step(false, inputs, labels);
        float[][] before = State(device);
        float[] broken = [.. inputs];
        broken[17] = float.NaN;
        Assert.True(float.IsNaN(device.Step(backtracks, broken, labels)));
        device.Step(backtracks, inputs, labels); // nobody has asked yet: it writes nothing either

        CudaFault? fault = device.Whole.TakeFault();
        Assert.Equal(2, fault?.Step);
        Assert.False(fault?.IsLossFinite);
        device.Show(steps: 1);
        Assert.Equal(before, State(device));
        Assert.Null(device.Whole.TakeFault());
        Assert.True(float.IsFinite(device.Step(backtracks, inputs, labels)));
        Assert.NotEqual(before, State(device));
    }

    /// <summary>What is allocated is freed, whichever call fails while it is made.</summary>
    [ClangFact]
    public void Everything_is_released()
    {
        EmulatedDevice device = EmulatedDevice.Shared;
        int[] before = Count();
        using (DeviceModel model = new(StepCases.All["mixed"]))
        {
            (float[] inputs, int[] labels) = DeviceBatch.Of(typeof(MixedMlp));
            model.Step(true, inputs, labels);
            Assert.NotEqual(before, Count());
        }
        Assert.Equal(before, Count());
        for (int call = 1; ; call += 5)
        {
            device.FailAt(call);
            try
            {
                new DeviceModel(StepCases.All["mixed"]).Dispose();
                device.FailAt(0);
                break;
            }
            catch (CudaException failure)
            {
                Assert.True(before.SequenceEqual(Count()), $"Call {call} failed, and not all was released: {failure}");
            }
        }
        Assert.Equal(before, Count());

        int[] Count() => [device.Allocations(), device.Modules(), device.Retained(), device.Graphs()];
    }

    /// <summary>A model that is measured, beside the CPU: each from the state in which its own last step left it.</summary>
    [ClangFact]
    public void Measures_zigzag()
    {
        StepCase @case = StepCases.All["LeNet"] with { Make = EngineModel.Make<MeasuredMix> };
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using EngineModel cpu = @case.Make(1);
        using DeviceModel device = new(@case with { LearningRate = cpu.LearningRate });
        using torch.Tensor input = torch.tensor(inputs, [labels.Length, .. cpu.Info.InputShape.Select(size => (long)size)]);
        using torch.Tensor targets = torch.tensor(labels.Select(label => (long)label).ToArray());
        Assert.Empty(device.Store.ZigZag!.Last);
        foreach (bool backtracks in new[] { false, true, false })
        {
            _ = backtracks ? cpu.BacktrackStep(input, targets) : cpu.Step(input, targets);
            device.Step(backtracks, inputs, labels);
            IReadOnlyList<ZigZagMeasures> expected = cpu.Store.ZigZag!.Last, actual = device.Store.ZigZag.Last;
            Assert.Equal(expected.Select(measures => measures.Parameter), actual.Select(measures => measures.Parameter));
            foreach ((ZigZagMeasures e, ZigZagMeasures a) in expected.Zip(actual))
            {
                Assert.Equal(e.LargestSwing, a.LargestSwing, 1e-4);
                Assert.Equal(e.LevelFlips, a.LevelFlips, 0.05); // ties
                Assert.Equal(e.SignChanges ?? -1, a.SignChanges ?? -1, 0.05);
                Assert.Equal(e.GradientCosine ?? 2, a.GradientCosine ?? 2, 5e-3); // at weights of which some are tied otherwise
                Assert.Equal(e.TrialCosine ?? 2, a.TrialCosine ?? 2, 5e-3);
            }
            CompareKept(cpu.Store, device.Store);
        }
        device.Store.ZigZag.BeginEpoch();
        device.Whole.Take(device.Store);
        device.Step(false, inputs, labels);
        Assert.Equal(device.Store.ZigZag.Last, device.Store.ZigZag.Epoch);
    }

    /// <summary>What checkpoints keep of a measured step, in the words of the CPU; but for ties.</summary>
    private static void CompareKept(ParameterStore cpu, ParameterStore device)
    {
        ZigZagState expected = cpu.ZigZag!.State, actual = device.ZigZag!.State;
        Assert.Equal(expected.Step, actual.Step);
        int signs = 0, moved = 0, levels = 0;
        for (int word = 0; word < expected.Signs.Length; word++)
        {
            signs += BitOperations.PopCount(expected.Signs[word] ^ actual.Signs[word]);
            moved += BitOperations.PopCount(expected.Signs[word]);
        }
        foreach (StoredParameter parameter in cpu.Stored.Where(parameter => parameter is { Bits: > 1 and < 32, IsFrozen: false }))
        {
            int start = parameter.LatentMemory.Offset;
            for (int i = start; i < start + parameter.Count; i++)
            {
                levels += expected.Levels[i] == actual.Levels[i] ? 0 : 1;
                Assert.Equal(expected.Gradients[i], actual.Gradients[i], 1e-3f);
            }
        }
        Assert.InRange(signs, 0, 6);
        Assert.InRange(moved, 100, int.MaxValue);
        Assert.InRange(levels, 0, 4);
    }

    /// <summary>The nodes of LeNet-5's graphs in <c>Fit</c>, whose first one gathers; issue 18 wants at most 25 and 50.</summary>
    [Fact]
    public void Nodes_of_LeNet5()
    {
        CudaNetwork network = DeviceModel.NetworkOf(typeof(LeNet5));
        const int begin = 1, update = 3;
        Assert.Equal(25, begin + network.Step.Length + update);
        Assert.Equal(49, begin + (2 * (network.Step.Length + update)));
        Assert.Equal(6, network.Prediction.Length);
    }

    private static float[][] State(DeviceModel model) =>
        [.. model.Store.State.Select(part => part.Values.Span.ToArray())];
}
