using QuantDsl.CompilerServices;
using QuantDsl.Formats;
using QuantDsl.Tests.Engine;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models.FailedSteps;

/// <summary>Two models of one seed and one history, of which one alone meets a step that fails.</summary>
internal sealed class Twins<TModel> : IDisposable
    where TModel : IQuantModel<TModel>
{
    private int _seed = 20;

    /// <param name="attach">Puts an engine into a model that was just made; null: it has its own.</param>
    public Twins(Action<ParameterStore>? attach = null)
    {
        ThreadCount.Value = 1; // these networks are too small for more
        attach?.Invoke(StoreOf(Model));
        attach?.Invoke(StoreOf(Other));
        Train(isBacktrack: false);
        Train(isBacktrack: CanBacktrack);
        Train(isBacktrack: false);
        AssertEqual("before the step");
    }

    /// <summary>The one whose step fails.</summary>
    public TModel Model { get; } = TModel.Create(seed: 5);

    /// <summary>The one that never takes that step.</summary>
    public TModel Other { get; } = TModel.Create(seed: 5);

    private static bool CanBacktrack => TModel.Info.Method != "adam";

    /// <summary>Sets the learning rate of both.</summary>
    public float LearningRate
    {
        set => Model.LearningRate = Other.LearningRate = value;
    }

    public void Dispose()
    {
        Model.Dispose();
        Other.Dispose();
    }

    /// <summary>
    /// Takes a step that must fail, LAQ and backtracking. The model must then be the other one, byte for byte, and remain so: it predicts
    /// as the other and takes the same steps.
    /// </summary>
    /// <param name="spoil">What is done to the inputs of a good batch.</param>
    /// <param name="rate">Learning rate of the step; null: that of the model.</param>
    public void Fail(Action<Tensor>? spoil, float? rate = null)
    {
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 99);
        using (input)
        using (labels)
        {
            spoil?.Invoke(input);
            float before = Model.LearningRate;
            LearningRate = rate ?? before;
            TrainingDivergedException laq = Assert.ThrowsAny<TrainingDivergedException>(() => Model.Step(input, labels));
            Assert.Equal(4, laq.Step);
            AssertEqual($"after {laq.Message}");
            if (CanBacktrack)
            {
                TrainingDivergedException backtrack = Assert.ThrowsAny<TrainingDivergedException>(() => Model.BacktrackStep(input, labels));
                Assert.Equal((4, TrainingPhase.Backtrack), (backtrack.Step, backtrack.Phase));
                AssertEqual($"after {backtrack.Message}");
            }
            LearningRate = before;
        }
        GoOn();
    }

    /// <summary>
    /// Takes a backtrack step whose first half succeeds, as a LAQ step of a third model shows, and whose second half must fail. The model
    /// must then be the other one.
    /// </summary>
    /// <param name="change">What is done to the inputs of a good batch.</param>
    /// <param name="rate">Learning rate of the step.</param>
    public TrainingDivergedException FailTrial(Action<Tensor>? change, float rate)
    {
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 99);
        using (input)
        using (labels)
        {
            change?.Invoke(input);
            using (TModel third = TModel.Create(seed: 5))
            {
                third.LearningRate = rate;
                third.Step(input, labels);
            }
            float before = Model.LearningRate;
            LearningRate = rate;
            TrainingDivergedException error = Assert.ThrowsAny<TrainingDivergedException>(() => Model.BacktrackStep(input, labels));
            Assert.Equal((4, TrainingPhase.Backtrack), (error.Step, error.Phase));
            AssertEqual($"after {error.Message}");
            LearningRate = before;
            GoOn();
            return error;
        }
    }

    /// <summary>Three more steps of both.</summary>
    public void GoOn()
    {
        Train(isBacktrack: CanBacktrack);
        Train(isBacktrack: false);
        Train(isBacktrack: CanBacktrack);
        AssertEqual("three steps later");
    }

    /// <summary>Compares everything that is kept, and what is predicted.</summary>
    public void AssertEqual(string when)
    {
        foreach ((KeyValuePair<string, byte[]> expected, KeyValuePair<string, byte[]> actual) in State(Other).Zip(State(Model)))
        {
            Assert.Equal(expected.Key, actual.Key);
            Assert.True(expected.Value.AsSpan().SequenceEqual(actual.Value), $"{typeof(TModel).Name}: {expected.Key} differ {when}.");
        }
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> State(TModel model)
    {
        ParameterStore store = StoreOf(model);
        yield return new("saved files", ModelBits.Of(model));
        foreach ((string name, HostMemory values) in store.State)
            yield return new(name, ModelBits.Of(values));
        foreach ((string name, ITensorValues values) in store.Measuring)
            yield return new(name, ModelBits.Of(values));
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 3);
        using (input)
        using (labels)
        using (Tensor aligned = input.clone()) // products may round by where an array lies
        using (Tensor logits = model.Predict(aligned))
            yield return new("predictions", ModelBits.Of(logits));
    }

    private static ParameterStore StoreOf(TModel model) => StoredParameter.Of(model.Layers[0].Weight).Store;

    private void Train(bool isBacktrack)
    {
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, _seed++);
        using (input)
        using (labels)
        {
            float[] losses =
            [
                .. new[] { Model, Other }.Select(model => isBacktrack ? model.BacktrackStep(input, labels) : model.Step(input, labels)),
            ];
            Assert.Equal(losses[0], losses[1]);
        }
    }
}
