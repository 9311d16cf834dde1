using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Tests.Engine;

/// <summary>A generated model of any class, as the comparison needs it.</summary>
internal sealed class EngineModel : IDisposable
{
    private readonly IDisposable _model;

    private EngineModel(
        IDisposable model,
        ModelInfo info,
        IReadOnlyList<Layer> layers,
        float learningRate,
        Func<torch.Tensor, torch.Tensor, float> step,
        Func<torch.Tensor, torch.Tensor, float> backtrackStep,
        Func<torch.Tensor, torch.Tensor> predict)
    {
        _model = model;
        Info = info;
        Layers = layers;
        LearningRate = learningRate;
        Step = step;
        BacktrackStep = backtrackStep;
        Predict = predict;
    }

    public ModelInfo Info { get; }

    public IReadOnlyList<Layer> Layers { get; }

    public ParameterStore Store => StoredParameter.Of(Layers[0].Weight).Store;

    public float LearningRate { get; }

    public Func<torch.Tensor, torch.Tensor, float> Step { get; }

    public Func<torch.Tensor, torch.Tensor, float> BacktrackStep { get; }

    public Func<torch.Tensor, torch.Tensor> Predict { get; }

    /// <summary>Writes an ONNX file; null for a model of no class.</summary>
    public Action<string, OnnxOptions>? ExportOnnx { get; private init; }

    /// <summary>All parameters: of each layer the weight, the recurrent one, the bias, then γ and β of what normalises, in order.</summary>
    public IEnumerable<Parameter> Parameters => Store.Parameters;

    public IEnumerable<BatchNormState> BatchNorms => Layers.Select(layer => layer.BatchNorm).OfType<BatchNormState>();

    public static EngineModel Make<TModel>(long seed)
        where TModel : IQuantModel<TModel>
    {
        TModel model = TModel.Create(seed: seed);

        // libtorch divides even these networks among threads, which wait by spinning: on busy cores a step takes seconds, not 1 ms.
        ThreadCount.Value = 1;
        return new EngineModel(model, TModel.Info, model.Layers, model.LearningRate, model.Step, model.BacktrackStep, model.Predict)
        {
            ExportOnnx = model.ExportOnnx,
        };
    }

    /// <summary>A model of no class.</summary>
    public static EngineModel Of(
        IDisposable model,
        ModelInfo info,
        IReadOnlyList<Layer> layers,
        float learningRate,
        Func<torch.Tensor, torch.Tensor, float> step,
        Func<torch.Tensor, torch.Tensor, float> backtrackStep,
        Func<torch.Tensor, torch.Tensor> predict) => new(model, info, layers, learningRate, step, backtrackStep, predict);

    /// <summary>The same model with a defect: something happens before or after each step, or backtrack steps are LAQ steps.</summary>
    public EngineModel With(Action<EngineModel>? before = null, Action<EngineModel>? after = null, bool backtracks = true)
    {
        return new EngineModel(_model, Info, Layers, LearningRate, Around(Step), Around(backtracks ? BacktrackStep : Step), Predict);

        Func<torch.Tensor, torch.Tensor, float> Around(Func<torch.Tensor, torch.Tensor, float> step) => (input, labels) =>
        {
            before?.Invoke(this);
            float loss = step(input, labels);
            after?.Invoke(this);
            return loss;
        };
    }

    public void Dispose() => _model.Dispose();
}
