using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine;
using TorchSharp;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// A model whose network, memory and table of parameters are interpreted from generated code; steps are written out here.
/// </summary>
internal sealed class InterpretedModel : IDisposable
{
    private readonly IReadOnlyList<(Type Update, ParameterPlace Place)> _table;
    private readonly DrawnNetwork _network;
    private readonly ModelInfo _info;
    private readonly ParameterStore _store;
    private readonly Layer[] _layers;
    private readonly CpuTraining _training;

    public InterpretedModel(DrawnNetwork network, GeneratedModel generated, long seed)
    {
        _network = network;
        var reader = new CodeReader(TypeNames.OfThisProcessor(network.Recipe.Type));
        _info = Info(network);
        _table = [.. generated.Table.Select(call => Row(reader, call))];
        var variables = new Variables { ["device"] = null, ["seed"] = seed };
        variables["_store"] = _store = (ParameterStore)reader.Read(generated.Store)(variables)!;
        _layers = (Layer[])reader.Read(generated.Layers, typeof(Layer[]))(variables)!;
        ParameterPlace[] places = [.. _table.Select(row => row.Place)];
        _training = CpuTraining.For(
            _store, _info, memory => new InterpretedNetwork(memory, generated.Network, reader, places, new Random(network.Seed)))!;
        UpdateSizes sizes = generated.Sizes(reader);
        _store.Engine = network.Recipe.Update(_store, sizes);
        Update(UpdateKind.Initial, default, default);
    }

    public EngineModel ToEngine() => EngineModel.Of(this, _info, _layers, _store.LearningRate, Step, BacktrackStep, _training.Predict);

    public void Dispose()
    {
        _training.Dispose();
        _store.Dispose();
    }

    /// <summary>What steps and messages read of it.</summary>
    private static ModelInfo Info(DrawnNetwork network)
    {
        LayerInfo[] layers = [.. Enumerable.Range(0, network.Layers.Count).Select(layer => new LayerInfo(
            $"L{layer}", Operations: "", OutputShape: [], WeightShape: [], Bits: 0, Quantizer: "",
            Weights: 0, FullPrecisionParameters: 0, PackedBytes: 0, MultiplyAccumulates: 0, ActivationBytes: 0))];
        return new ModelInfo(
            network.Name, network.Input, network.Classes, network.Batch, Epochs: 1, Bits: 0, Method: "", layers, Table: "")
        {
            Vocabulary = network.Vocabulary,
            OutputLength = network.OutputLength,
        };
    }

    private static (Type Update, ParameterPlace Place) Row(CodeReader reader, InvocationExpressionSyntax call)
    {
        var method = (GenericNameSyntax)((MemberAccessExpressionSyntax)call.Expression).Name;
        Type update = reader.Read(method.TypeArgumentList.Arguments[0]);
        return (update, (ParameterPlace)reader.Read(call.ArgumentList.Arguments[0].Expression, typeof(ParameterPlace))(new Variables())!);
    }

    private float Step(torch.Tensor input, torch.Tensor labels)
    {
        using var batch = new TensorBatch(input, labels);
        AdamStep step = NextStep();
        _store.BeginStep();
        float loss = _training.Differentiate(batch.Inputs, batch.Labels, TrainingPhase.Laq, ForwardPass.Train);
        Update(UpdateKind.Laq, step, _training.Gradients);
        _store.EndStep();
        return loss;
    }

    private float BacktrackStep(torch.Tensor input, torch.Tensor labels)
    {
        using var batch = new TensorBatch(input, labels);
        AdamStep step = NextStep();
        _store.BeginStep();
        float loss = _training.Differentiate(batch.Inputs, batch.Labels, TrainingPhase.Backtrack, ForwardPass.Train);
        Update(UpdateKind.Trial, step, _training.GradientsBeforeTrial);
        _training.Differentiate(batch.Inputs, batch.Labels, TrainingPhase.Backtrack, ForwardPass.Trial);
        Update(UpdateKind.Backtrack, step, _training.GradientsAtTrial);
        _store.EndStep();
        return loss;
    }

    private AdamStep NextStep() => _network.Recipe.Step(_store.StepCount + 1, _store.LearningRate, _store.Blend);

    private void Update(UpdateKind kind, in AdamStep step, in Gradients gradients)
    {
        InterpretedTable.Current = _table;
        _store.Engine.Run(kind, step, gradients);
    }
}
