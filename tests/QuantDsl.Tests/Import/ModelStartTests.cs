using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Import;

/// <summary>A model begins with what another has learnt, keeps what is frozen, and is quantized anew.</summary>
public sealed class ModelStartTests
{
    [Fact]
    public void A_model_with_few_bits_begins_with_a_float_models_weights()
    {
        using var trained = new StartFloat(seed: 1);
        trained.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 4));
        trained.Fc.SetLatent([.. Latent(trained.Fc.Weight).Select(w => w * 8f)]); // some are beyond 1, which batch norm does not mind
        using var model = new StartTernary(seed: 2);
        SmallData.Steps(model, 0, 3);
        byte[] before = ModelBits.Of(trained);

        IReadOnlyList<ImportedTensor> taken = model.InitializeFrom(trained);

        Assert.Equal(before, ModelBits.Of(trained));
        ImportedTensor fc = taken.Single(tensor => tensor.Name == "Fc.weight");
        Assert.InRange(fc.Factor, 1f / 64, 0.5f);
        Assert.Equal(0, fc.Clipped);
        Assert.Equal([.. Latent(trained.Fc.Weight).Select(w => w * fc.Factor)], Latent(model.Fc.Weight));
        Assert.Equal(Latent(trained.Conv.BatchNorm!.Weight), Latent(model.Conv.BatchNorm!.Weight));
        Assert.Equal(Statistics(trained.Conv), Statistics(model.Conv));
        Assert.Equal(0, StoreOf(model).StepCount);
        Assert.All(StoreOf(model).Stored.SelectMany(parameter => ModelBits.Of(parameter.SecondMomentMemory)), value => Assert.Equal(0, value));
        using var fresh = new StartTernary(seed: 3);
        fresh.Conv.SetLatent(Latent(model.Conv.Weight));
        Assert.Equal(Quantized(fresh.Conv), Quantized(model.Conv));

        // A start is worth something: without a step the answers are far better than guesses.
        Assert.InRange(model.Evaluate(SmallData.Train), 0.3, 1);
    }

    [Fact]
    public void What_differs_is_named_and_nothing_changes()
    {
        using var model = new StartTernary(seed: 1);
        using var other = new StartOther();
        using var small = new Imported();
        byte[] before = ModelBits.Of(model);

        Assert.Equal(
            "StartTernary cannot begin with the weights of StartOther: Out has Out.weight, Out.bias in StartTernary, but Out.weight in "
            + "StartOther. Both must have the same layers; [ModelFrom(typeof(StartOther))] makes a variant with them. (Parameter 'other')",
            Assert.Throws<ArgumentException>(() => model.InitializeFrom(other)).Message);
        Assert.Contains(
            "the input shape is 1×28×28 in StartTernary, but 2 in Imported",
            Assert.Throws<ArgumentException>(() => model.InitializeFrom(small)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.InitializeFrom(model));
        Assert.Equal(before, ModelBits.Of(model));
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.InitializeFrom(other));
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(model.Requantize);
    }

    /// <summary>The loss of a step is that of an evaluation: frozen layers normalise as in a prediction.</summary>
    [Fact]
    public void Frozen_layers_stay_as_they_are_byte_for_byte()
    {
        using var trained = new StartFloat(seed: 1);
        trained.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 2));
        using var model = new StartHead();
        model.InitializeFrom(trained);
        (byte[][] frozen, float[] head) = (Frozen(model), Latent(model.Out.Weight));

        SmallData.WithBatch(0, (input, labels) =>
        {
            using var batch = new Dataset(input.clone(), labels.clone(), "minibatch", classes: 10);
            double expected = model.Assess(batch).Loss;
            Assert.Equal(expected, model.Step(input, labels), 1e-5 * expected);
        });
        double before = model.Assess(SmallData.Train).Loss;
        model.Fit(SmallData.Train, options: SmallData.Quiet(epochs: 2));
        SmallData.Steps(model, 0, 4);

        Assert.Equal(frozen, Frozen(model));
        Assert.NotEqual(head, Latent(model.Out.Weight));
        Assert.InRange(model.Assess(SmallData.Train).Loss, 0, before);
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "head.safetensors");
        model.Save(path);
        using var loaded = StartHead.Load(path);
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));
        SmallData.Steps(model, 4, 2);
        SmallData.Steps(loaded, 4, 2);
        Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));
        using var whole = new StartTernary();
        Assert.All(whole.InitializeFrom(model), tensor => Assert.Equal((1f, 0), (tensor.Factor, tensor.Clipped)));
    }

    [Fact]
    public void A_checkpoint_with_other_layers_frozen_is_refused()
    {
        using var folder = new TemporaryFolder();
        FitOptions options = SmallData.Quiet(epochs: 1) with { CheckpointPath = Path.Combine(folder.Path, "run.checkpoint") };
        using var first = new StartTernary(seed: 1);
        using var second = new FrozenTwin.StartTernary(seed: 1);
        first.Fit(SmallData.Train, options: options);

        Assert.Contains(
            "the list of frozen layers is 'none' there, but 'Fc' now",
            Assert.Throws<ModelFileException>(() => second.Fit(SmallData.Train, options: options)).Message, StringComparison.Ordinal);
    }

    /// <summary>Steps leave scales that the curvature has chosen; anew there is none.</summary>
    [Fact]
    public void All_weights_are_quantized_anew()
    {
        using var model = new StartTernary(seed: 1);
        SmallData.Steps(model, 0, 6);
        float[] latent = Latent(model.Fc.Weight), quantized = Quantized(model.Fc);

        model.Requantize();

        Assert.Equal(latent, Latent(model.Fc.Weight));
        Assert.NotEqual(quantized, Quantized(model.Fc));
        Assert.Equal(6, StoreOf(model).StepCount);
        using var fresh = new StartTernary(seed: 2);
        fresh.Fc.SetLatent(latent);
        fresh.Out.SetLatent(Latent(model.Out.Weight));
        Assert.Equal(Quantized(fresh.Fc), Quantized(model.Fc));
        Assert.Equal(Quantized(fresh.Out), Quantized(model.Out));
    }

    private static ParameterStore StoreOf<TModel>(TModel model)
        where TModel : IQuantModel<TModel> => StoredParameter.Of(model.Layers[0].Weight).Store;

    private static byte[][] Frozen(StartHead model) =>
    [
        .. new[] { model.Conv, model.Fc }.SelectMany(layer => new[] { layer.Weight, layer.BatchNorm!.Weight, layer.BatchNorm.Bias })
            .Select(StoredParameter.Of)
            .SelectMany(parameter => new[]
            {
                parameter.LatentMemory, parameter.ScaleMemory, parameter.FirstMomentMemory, parameter.SecondMomentMemory,
            })
            .Select(part => ModelBits.Of(part)),
        ModelBits.Of(model.Conv.Quantized), ModelBits.Of(model.Fc.Quantized),
        .. new[] { model.Conv, model.Fc }.Select(layer => StoredBatchNorm.Of(layer.BatchNorm!))
            .SelectMany(norm => new[] { ModelBits.Of(norm.Mean), ModelBits.Of(norm.Variance) }),
    ];

    private static float[] Latent(Parameter parameter)
    {
        float[] values = new float[parameter.Count];
        parameter.CopyLatent(values);
        return values;
    }

    private static float[] Quantized(Layer layer)
    {
        float[] values = new float[layer.Weight.Count];
        layer.CopyQuantized(values);
        return values;
    }

    private static float[] Statistics(Layer layer)
    {
        float[] values = new float[8];
        layer.BatchNorm!.CopyRunningMean(values.AsSpan(0, 4));
        layer.BatchNorm!.CopyRunningVariance(values.AsSpan(4, 4));
        return values;
    }
}
