using System.Reflection;
using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Models;
using TorchSharp;

namespace QuantDsl.Tests.Cuda.OnDevice;

/// <summary>
/// The state of a model is where its last step was, on the device. Whoever reads it on the host gets it, and what somebody writes there is
/// what the next step begins with; of all public members that do either.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class DeviceStateTests : OnEmulatedCuda
{
    private static readonly Dictionary<string, Func<BinaryMlp, byte[]>> Readers = new()
    {
        ["BinaryMlp.Save(String)"] = model => ModelBits.Of(model),
        ["BinaryMlp.Save(String, Dataset)"] = model =>
        {
            using Dataset data = Data(4);
            return ModelBits.Of(model, data);
        },
        ["BinaryMlp.Export(String, Dataset)"] = model => FileOf("m.qdsl", path => model.Export(path)),
        ["BinaryMlp.ExportOnnx(String, OnnxOptions)"] = model => FileOf("m.onnx", path => model.ExportOnnx(path, new OnnxOptions())),
        ["BinaryMlp.Predict(ReadOnlySpan`1, Span`1)"] = Logits,
        ["BinaryMlp.Predict(Tensor)"] = model =>
        {
            using torch.Tensor input = torch.tensor(Batch(5).Inputs, [5, 6]);
            using torch.Tensor logits = model.Predict(input);
            return ModelBits.Of(logits);
        },
        ["BinaryMlp.Classify(ReadOnlySpan`1)"] = model => BitConverter.GetBytes(model.Classify(Batch(1).Inputs).Probability),
        ["BinaryMlp.Evaluate(Dataset)"] = model => Of(data => BitConverter.GetBytes(model.Evaluate(data))),
        ["BinaryMlp.Assess(Dataset)"] = model => Of(data => BitConverter.GetBytes(model.Assess(data).Loss)),
        ["BinaryMlp.PredictAll(Dataset)"] = model => Of(data => MemoryMarshal.AsBytes(model.PredictAll(data).AllOutputs).ToArray()),
        ["Layer.CopyLatent(Span`1)"] = model => Copy(model.Hidden2.Weight.Count, model.Hidden2.CopyLatent),
        ["Layer.CopyQuantized(Span`1)"] = model => Copy(model.Hidden2.Weight.Count, model.Hidden2.CopyQuantized),
        ["Layer.CopyScale(Span`1)"] = model => Copy(model.Hidden2.Weight.ScaleCount, model.Hidden2.CopyScale),
        ["Parameter.CopyLatent(Span`1)"] = model => Copy(7, model.Hidden1.BatchNorm!.Bias.CopyLatent),
        ["Parameter.CopyQuantized(Span`1)"] = model => Copy(7, model.Hidden1.BatchNorm!.Weight.CopyQuantized),
        ["Parameter.CopyScale(Span`1)"] = model => Copy(1, model.Hidden1.Weight.CopyScale),
        ["BatchNormState.CopyRunningMean(Span`1)"] = model => Copy(7, model.Hidden1.BatchNorm!.CopyRunningMean),
        ["BatchNormState.CopyRunningVariance(Span`1)"] = model => Copy(7, model.Hidden1.BatchNorm!.CopyRunningVariance),
        ["ModelTensors.get_Latent(Layer)"] = model => ModelBits.Of(model.Out.Latent),
        ["ModelTensors.get_Quantized(Layer)"] = model => ModelBits.Of(model.Out.Quantized),
        ["ModelTensors.get_Scale(Layer)"] = model => ModelBits.Of(model.Out.Scale),
        ["ModelTensors.get_FirstMoment(Layer)"] = model => ModelBits.Of(model.Out.FirstMoment),
        ["ModelTensors.get_SecondMoment(Layer)"] = model => ModelBits.Of(model.Out.SecondMoment),
        ["ModelTensors.get_Latent(Parameter)"] = model => ModelBits.Of(model.Out.Weight.Latent),
        ["ModelTensors.get_Quantized(Parameter)"] = model => ModelBits.Of(model.Out.Weight.Quantized),
        ["ModelTensors.get_Scale(Parameter)"] = model => ModelBits.Of(model.Out.Weight.Scale),
        ["ModelTensors.get_FirstMoment(Parameter)"] = model => ModelBits.Of(model.Out.Weight.FirstMoment),
        ["ModelTensors.get_SecondMoment(Parameter)"] = model => ModelBits.Of(model.Out.Weight.SecondMoment),
        ["ModelTensors.get_RunningMean(BatchNormState)"] = model => ModelBits.Of(model.Out.BatchNorm!.RunningMean),
        ["ModelTensors.get_RunningVariance(BatchNormState)"] = model => ModelBits.Of(model.Out.BatchNorm!.RunningVariance),
    };

    private static readonly Dictionary<string, Action<BinaryMlp>> Writers = new()
    {
        ["Layer.SetLatent(ReadOnlySpan`1)"] = model => model.Hidden2.SetLatent(Latent),
        ["Parameter.SetLatent(ReadOnlySpan`1)"] = model => model.Hidden2.BatchNorm!.Bias.SetLatent([1, 2, 3, 4, 5]),
        ["ModelStart.Requantize(IQuantModel`1)"] = model => model.Requantize(),
        ["ModelStart.InitializeFrom(IQuantModel`1, IQuantModel`1)"] = model =>
        {
            using BinaryMlp other = new(seed: 9);
            model.InitializeFrom(other);
        },
        ["LatentImport.LoadLatent(IQuantModel`1, String, IReadOnlyDictionary`2)"] = model =>
        {
            using BinaryMlp other = new(seed: 9);
            FileOf("other.safetensors", path =>
            {
                other.Save(path);
                model.LoadLatent(path, new Dictionary<string, string> { ["Hidden2.weight.latent"] = "Hidden2.weight" });
            });
        },
        ["BinaryMlp.Fit(Dataset, Dataset, FitOptions)"] = model => Of(data => // the best epoch is the first: the second is undone
        {
            model.Fit(data, data, new FitOptions
            {
                Epochs = 2,
                RestoreBest = true,
                Progress = ProgressMode.None,
                HandleCtrlC = false,
                OnEpoch = _ => model.LearningRate = 10,
            });
            return [];
        }),
    };

    /// <summary>Members that neither read nor write the state, or make a model, which the constructor shows in all of these tests.</summary>
    private static readonly string[] Others =
    [
        "BinaryMlp.Create(Device, Int64)", "BinaryMlp.Dispose()", "BinaryMlp.Load(String, Device)",
        "BinaryMlp.LoadCheckpoint(String, Device)", "BinaryMlp.LoadWeights(String, IReadOnlyDictionary`2, Device)",
        "BinaryMlp.Step(ReadOnlySpan`1, ReadOnlySpan`1)", "BinaryMlp.Step(Tensor, Tensor)",
        "BinaryMlp.BacktrackStep(ReadOnlySpan`1, ReadOnlySpan`1)", "BinaryMlp.BacktrackStep(Tensor, Tensor)",
        "BinaryMlp.ClassifyPixels(ReadOnlySpan`1)", "BinaryMlp.ClassifyRow(ReadOnlySpan`1)", // by Classify
        "BinaryMlp.get_ClassNames()", "BinaryMlp.get_Hidden1()", "BinaryMlp.get_Hidden2()", "BinaryMlp.get_Info()",
        "BinaryMlp.get_Layers()", "BinaryMlp.get_LearningRate()", "BinaryMlp.get_Out()", "BinaryMlp.set_LearningRate(Single)",
    ];

    private static float[] Latent => [.. Enumerable.Range(0, 35).Select(i => MathF.Sin(i))];

    [Fact]
    public void All_public_members_are_looked_at()
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> members =
            from type in new[]
            {
                typeof(BinaryMlp), typeof(Layer), typeof(Parameter), typeof(BatchNormState), typeof(ModelTensors), typeof(ModelStart),
                typeof(LatentImport),
            }
            from method in type.GetMethods(flags)
            where !method.IsSpecialName || type == typeof(BinaryMlp) || type == typeof(ModelTensors)
            where method.Name != "ToString"
            select $"{type.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(each => each.ParameterType.Name))})";

        IEnumerable<string> known = Readers.Keys.Concat(Writers.Keys).Concat(Others);
        Assert.Equal(known.Order(StringComparer.Ordinal), members.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Each reads behind a step, as the first that does; beside a model whose whole state was fetched before.</summary>
    [ClangFact]
    public void Readers_get_what_the_device_has()
    {
        using BinaryMlp model = new(Cuda, seed: 3), fetched = new(Cuda, seed: 3);
        foreach ((string name, Func<BinaryMlp, byte[]> read) in Readers)
        {
            byte[] before = read(model);
            Step(model);
            Step(fetched);
            StoredParameter.Of(fetched.Out.Weight).Store.Snapshot().Dispose();
            byte[] after = read(model);
            Assert.True(read(fetched).SequenceEqual(after), $"{name} does not give what the device has.");
            if (!name.Contains("Evaluate", StringComparison.Ordinal)) // an accuracy may well be the same
                Assert.False(before.SequenceEqual(after), $"{name} gives what was before the step.");
        }
    }

    /// <summary>A step behind each begins with what was written: as that of a model that was read from a file of it.</summary>
    [ClangFact]
    public void What_writers_write_is_what_the_next_step_begins_with()
    {
        using TemporaryFolder folder = new();
        foreach ((string name, Action<BinaryMlp> write) in Writers)
        {
            using BinaryMlp model = new(Cuda, seed: 3);
            Step(model);
            byte[] before = ModelBits.Of(model);
            Step(model);
            write(model);
            model.Save(folder.File("model"));
            Assert.False(before.SequenceEqual(File.ReadAllBytes(folder.File("model"))), $"{name} writes nothing.");
            using var loaded = BinaryMlp.Load(folder.File("model"), Cuda);
            Step(model);
            Step(loaded);
            Assert.True(ModelBits.Of(loaded).SequenceEqual(ModelBits.Of(model)), $"The device does not get what {name} writes.");
        }
    }

    [ClangFact]
    public void Files_go_from_the_device_to_the_CPU_and_back()
    {
        using TemporaryFolder folder = new();
        using BinaryMlp model = new(Cuda, seed: 3);
        Step(model);
        model.Save(folder.File("a"));
        using (var onCpu = BinaryMlp.Load(folder.File("a")))
        {
            Assert.Equal(ModelBits.Of(model), ModelBits.Of(onCpu));
            float[] expected = new float[15], actual = new float[15];
            onCpu.Predict(Batch(5).Inputs, expected);
            model.Predict(Batch(5).Inputs, actual);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            onCpu.Save(folder.File("b"));
        }
        using var back = BinaryMlp.Load(folder.File("b"), Cuda);
        Step(model);
        Step(back);
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(back));
    }

    private static void Step(BinaryMlp model)
    {
        (float[] inputs, int[] labels) = Batch(16, seed: 5);
        model.BacktrackStep(inputs, labels);
    }

    private static byte[] Logits(BinaryMlp model)
    {
        float[] logits = new float[15];
        model.Predict(Batch(5).Inputs, logits);
        return Bytes(logits);
    }

    private delegate void Copier(Span<float> destination);

    private static byte[] Copy(int count, Copier copy)
    {
        float[] values = new float[count];
        copy(values);
        return Bytes(values);
    }

    private static byte[] Of(Func<Dataset, byte[]> read)
    {
        using Dataset data = Data(32);
        return read(data);
    }

    private static byte[] FileOf(string name, Action<string> write)
    {
        using TemporaryFolder folder = new();
        write(folder.File(name));
        return File.ReadAllBytes(folder.File(name));
    }

    private static byte[] Bytes(IEnumerable<float> values) => MemoryMarshal.AsBytes<float>(values.ToArray()).ToArray();
}
