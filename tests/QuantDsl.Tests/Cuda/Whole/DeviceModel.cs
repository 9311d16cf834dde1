using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>
/// A generated model whose steps are launches of a graph on the emulated device. Its memory on the CPU shows what the device has; the model
/// that it was made from only owns that memory.
/// </summary>
internal sealed class DeviceModel : IDisposable
{
    private readonly StepCase _case;
    private readonly EngineModel _owner;

    /// <param name="case">The model.</param>
    /// <param name="seed">Of its weights.</param>
    /// <param name="order">In which nodes, blocks, warps and lanes go.</param>
    /// <param name="isTraced">Whether bounds and races are looked for.</param>
    /// <param name="change">The network with a defect; null: as it is.</param>
    public DeviceModel(StepCase @case, long seed = 1, uint order = 0, bool isTraced = false, Func<CudaNetwork, CudaNetwork>? change = null)
    {
        (_case, Order) = (@case, order);
        CudaNetwork network = NetworkOf(@case.Model);
        network = change?.Invoke(network) ?? network;
        Device.Set(Blocks, order);
        _owner = @case.Make(seed);
        try
        {
            Whole = new WholeStep(network, 0, (CudaContext _, string model, string source, out string what) =>
            {
                what = model;
                return Device.Compiler.Compile($"{model}.step.cu", source, isTraced ? EmulatedCompiler.Traced : EmulatedCompiler.Unoptimized);
            });
            foreach (StoredParameter parameter in Store.Stored)
            {
                parameter.QuantizedMemory.Values.Clear();
                parameter.ScaleMemory.Values.Clear();
            }
            Whole.Take(Store);
            Whole.Quantize();
            Show(steps: 0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public WholeStep Whole { get; }

    public ParameterStore Store => _owner.Store;

    /// <summary>In which nodes, blocks, warps and lanes go.</summary>
    public uint Order { get; set; }

    private const int Blocks = 3; // that the device holds at once

    private static EmulatedDevice Device => EmulatedDevice.Shared;

    /// <summary>What was generated for a model.</summary>
    public static CudaNetwork NetworkOf(Type model) =>
        (CudaNetwork)model.GetProperty("CudaStep", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The same case, on the device.</summary>
    public static StepCase OnDevice(StepCase @case) => @case with
    {
        Make = seed => new DeviceModel(@case, seed).AsEngine(),
    };

    /// <summary>A step; the model's memory shows the result.</summary>
    public float Step(bool backtracks, NetworkInput inputs, NetworkLabels labels)
    {
        Device.Set(Blocks, Order);
        AdamStep step = new(
            Store.StepCount + 1, (float)_case.LearningRate, _case.Adam.Beta1, _case.Adam.Beta2, _case.Blend,
            _case.Adam.WeightDecay);
        Whole.Launch(backtracks, step, inputs, labels);
        float loss = Whole.FetchLoss();
        Show(Store.StepCount + 1);
        return loss;
    }

    public float[] Predict(NetworkInput inputs, int outputs)
    {
        float[] logits = new float[outputs];
        Whole.Predict(inputs, logits);
        return logits;
    }

    /// <summary>Has the model's memory show what the device has.</summary>
    public void Show(long steps)
    {
        Whole.Put(Store);
        Store.StepCount = steps;
    }

    public void Dispose()
    {
        Whole?.Dispose(); // null where it could not be made
        _owner.Dispose();
    }

    /// <summary>The model by tensors; disposing it disposes this.</summary>
    public EngineModel AsEngine()
    {
        ModelInfo info = _owner.Info;
        return EngineModel.Of(
            this, info, _owner.Layers, _owner.LearningRate,
            (input, labels) => Step(false, InputOf(info, input), LabelsOf(info, labels)),
            (input, labels) => Step(true, InputOf(info, input), LabelsOf(info, labels)),
            Logits);

        torch.Tensor Logits(torch.Tensor input)
        {
            long[] shape = info.OutputLength is { } length ? [input.size(0), length, info.Classes] : [input.size(0), info.Classes];
            return torch.tensor(Predict(InputOf(info, input), (int)shape.Aggregate((product, size) => product * size)), shape);
        }
    }

    /// <summary>Samples of a tensor.</summary>
    public static NetworkInput InputOf(ModelInfo info, torch.Tensor input) =>
        info.Vocabulary is null ? (NetworkInput)(ReadOnlySpan<float>)Floats(input) : (ReadOnlySpan<int>)Integers(input);

    /// <summary>Labels of a tensor.</summary>
    public static NetworkLabels LabelsOf(ModelInfo info, torch.Tensor labels) =>
        info.Labels == LabelKind.Classes ? (NetworkLabels)(ReadOnlySpan<int>)Integers(labels) : (ReadOnlySpan<float>)Floats(labels);

    private static float[] Floats(torch.Tensor tensor) => tensor.data<float>().ToArray();

    private static int[] Integers(torch.Tensor tensor) => [.. tensor.data<long>().Select(number => (int)number)];
}
