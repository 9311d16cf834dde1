using Digits.Models;
using Experiments.Networks;
using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Models;
using QuantDsl.Benchmarks.Ratios;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Predictions;

/// <summary>
/// Predictions of one sample: packed models, and the same networks in float32 in libtorch and ONNX Runtime. The weights do not matter.
/// </summary>
internal sealed class PredictionContest : IDisposable
{
    private const int WarmUp = 60; // also what the tiered compiler counts to before it optimises

    private readonly Stack<IDisposable> _owned = [];

    /// <summary>Makes all networks.</summary>
    public PredictionContest()
    {
        Mlp1 = Packed<Mlp>("1-bit perceptron");
        Mlp2 = Packed<MlpTernary>("2-bit perceptron");
        Mlp4 = Packed<MlpFourBit>("4-bit perceptron");
        MlpTorch = Torch("perceptron in libtorch", Network.Mlp, [1, 1, 28, 28]);
        MlpOrt = Ort<Mlp>("perceptron in ONNX Runtime", new OnnxOptions());
        MlpOrtIntegers = Ort<MlpTernary>(
            "2-bit perceptron in ONNX Runtime, inputs rounded to 8 bits", new OnnxOptions { Weights = OnnxWeights.MatMulNBits });
        LeNet1 = Packed<LeNet5>("1-bit LeNet-5");
        LeNetTorch = Torch("LeNet-5 in libtorch", Network.LeNet5, [1, 1, 28, 28]);
        LeNetOrt = Ort<LeNet5>("LeNet-5 in ONNX Runtime", new OnnxOptions());
        Vgg1 = Packed<Vgg>("1-bit VGG");
        VggTorch = Torch("VGG in libtorch", Network.Vgg, [1, 3, 32, 32]);
        VggOrt = Ort<Vgg>("VGG in ONNX Runtime", new OnnxOptions());
        Lstm1 = Packed<CharLstm>("1-bit character LSTM");
        CharLstmBaseline lstm = Own(new CharLstmBaseline());
        Tensor tokens = Own(zeros([1, CharLstm.Info.InputShape[0]], ScalarType.Int64));
        LstmTorch = Add("character LSTM in libtorch", 3, () => lstm.Predict(tokens).Dispose());
        LstmOrt = Ort<CharLstm>("character LSTM in ONNX Runtime", new OnnxOptions());
    }

    /// <summary>The 1-bit perceptron.</summary>
    public Contestant Mlp1 { get; }

    /// <summary>The ternary perceptron.</summary>
    public Contestant Mlp2 { get; }

    /// <summary>The 4-bit perceptron.</summary>
    public Contestant Mlp4 { get; }

    /// <summary>The perceptron in libtorch.</summary>
    public Contestant MlpTorch { get; }

    /// <summary>The perceptron in ONNX Runtime, weights expanded when it is loaded.</summary>
    public Contestant MlpOrt { get; }

    /// <summary>The ternary perceptron in ONNX Runtime, its inputs rounded to 8 bits: other answers than ours.</summary>
    public Contestant MlpOrtIntegers { get; }

    /// <summary>The 1-bit LeNet-5.</summary>
    public Contestant LeNet1 { get; }

    /// <summary>LeNet-5 in libtorch.</summary>
    public Contestant LeNetTorch { get; }

    /// <summary>LeNet-5 in ONNX Runtime.</summary>
    public Contestant LeNetOrt { get; }

    /// <summary>The 1-bit VGG.</summary>
    public Contestant Vgg1 { get; }

    /// <summary>The VGG in libtorch.</summary>
    public Contestant VggTorch { get; }

    /// <summary>The VGG in ONNX Runtime.</summary>
    public Contestant VggOrt { get; }

    /// <summary>The 1-bit character LSTM.</summary>
    public Contestant Lstm1 { get; }

    /// <summary>The character LSTM in libtorch.</summary>
    public Contestant LstmTorch { get; }

    /// <summary>The character LSTM in ONNX Runtime.</summary>
    public Contestant LstmOrt { get; }

    /// <summary>Everyone, in the order in which they take turns.</summary>
    public List<Contestant> Contestants { get; } = [];

    /// <summary>The largest ratio of an ONNX file's bytes, less 20 KB for the graph, to those of its packed weights.</summary>
    public double OnnxFileRatio { get; private set; }

    /// <summary>Bytes that a prediction of the 1-bit perceptron allocates.</summary>
    public double AllocatedBytes()
    {
        const int calls = 100;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < calls; call++)
            Mlp1.Run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? item))
            item.Dispose();
    }

    private Contestant Packed<TModel>(string name)
        where TModel : IQuantModel<TModel>
    {
        string file = Path.ChangeExtension(Path.GetTempFileName(), ".qdsl");
        using (TModel model = TModel.Create(seed: 1))
            model.Export(file);
        PackedModel packed = Own(TModel.LoadPacked(file));
        File.Delete(file);
        int size = TModel.Info.InputShape.Aggregate(1, (product, axis) => product * axis);
        float[] logits = new float[TModel.Info.Classes * (TModel.Info.OutputLength ?? 1)];
        if (TModel.Info.Vocabulary is not null)
        {
            int[] tokens = new int[size];
            return Add(name, 3, () => packed.Predict((ReadOnlySpan<int>)tokens, logits));
        }
        float[] inputs = [.. Enumerable.Range(0, size).Select(i => (i * 7 % 13) - 6f)];
        return Add(name, size > 1000 ? 3 : 20, () => packed.Predict((ReadOnlySpan<float>)inputs, logits));
    }

    private Contestant Ort<TModel>(string name, OnnxOptions options)
        where TModel : IQuantModel<TModel>
    {
        const int graphBytes = 20_000;
        string file = Path.ChangeExtension(Path.GetTempFileName(), ".onnx");
        using (TModel model = TModel.Create(seed: 1))
            model.ExportOnnx(file, options);
        if (options.Weights == OnnxWeights.Packed)
            OnnxFileRatio = Math.Max(OnnxFileRatio, (new FileInfo(file).Length - graphBytes) / (double)TModel.Info.PackedBytes);
        long[] shape = [1, .. TModel.Info.InputShape.Select(axis => (long)axis)];
        OrtNetwork network = Own(new OrtNetwork(file, shape, areIds: TModel.Info.Vocabulary is not null));
        File.Delete(file);
        return Add(name, shape.Length > 3 && shape[1] == 1 ? 20 : 3, network.Predict);
    }

    private Contestant Torch(string name, Network architecture, long[] shape)
    {
        TorchNetwork network = Own(new TorchNetwork(architecture));
        network.PrepareToPredict();
        Tensor input = Own(randn(shape));
        return Add(name, architecture == Network.Vgg ? 3 : 20, () => LibtorchSpeed.Fastest(() => network.Predict(input).Dispose()));
    }

    private Contestant Add(string name, int runs, Action run)
    {
        Progress.Write($"preparing: {name}");
        var contestant = new Contestant(name, runs, run);
        contestant.WarmUp(runs > 3 ? WarmUp : 3);
        Contestants.Add(contestant);
        return contestant;
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }
}
