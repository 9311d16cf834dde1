using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Models;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Memory;

/// <summary>What is copied to and from layers by spans.</summary>
public sealed class LayerSpanTests
{
    [Fact]
    public void Copies_are_what_the_tensors_hold()
    {
        Check<EverySmall>();
        Check<TiledPerChannel>();
        Check<TinyConvNetThreeBit>();
        Check<TinyCharLstm>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using TModel model = TModel.Create(seed: 4);
            foreach ((Layer layer, LayerInfo info) in model.Layers.Zip(TModel.Info.Layers))
            {
                Assert.Equal(info.WeightShape, layer.WeightShape);
                Assert.Equal(layer.Latent.shape, layer.WeightShape.Select(size => (long)size));
                Assert.Equal(layer.Latent.data<float>().ToArray(), Latent(layer.Weight));
                Assert.Equal(layer.Quantized.data<float>().ToArray(), Quantized(layer.Weight));
                Assert.Equal(layer.Scale.data<float>().ToArray(), Scale(layer.Weight));
            }
        }
    }

    [Fact]
    public void Running_statistics_are_copied()
    {
        using TinyConvNet model = new(seed: 2);
        SmallData.Steps(model, first: 0, count: 2);
        BatchNormState norm = model.Conv2.BatchNorm!;
        Assert.Equal(norm.RunningMean.data<float>().ToArray(), Copy(norm.Weight.Count, norm.CopyRunningMean));
        Assert.Equal(norm.RunningVariance.data<float>().ToArray(), Copy(norm.Weight.Count, norm.CopyRunningVariance));
        Assert.NotEqual(Copy(norm.Weight.Count, norm.CopyRunningMean), Copy(norm.Weight.Count, norm.CopyRunningVariance));
        Refused("Conv2 has 8 running means [8], but the span has 7 elements. Pass a span of 8.", () => norm.CopyRunningMean(new float[7]));
        Refused("Conv2 has 8 running variances [8], but the span has 9 elements. Pass a span of 8.",
            () => norm.CopyRunningVariance(new float[9]));
    }

    /// <summary>Neither does writing to a tensor change the model, nor does training change a tensor.</summary>
    [Fact]
    public void Tensors_are_copies()
    {
        using TinyMlpThreeBit model = new(seed: 7);
        SmallData.Steps(model, first: 0, count: 1);
        BatchNormState norm = model.Fc1.BatchNorm!;
        Func<Tensor>[] all =
        [
            () => model.Fc1.Latent, () => model.Fc1.Quantized, () => model.Fc1.Scale, () => model.Fc1.FirstMoment,
            () => model.Fc1.SecondMoment, () => norm.RunningMean, () => norm.RunningVariance,
        ];
        byte[] state = ModelBits.Of(model);
        foreach (Func<Tensor> each in all)
        {
            using Tensor tensor = each();
            tensor.zero_();
        }
        Assert.Equal(state, ModelBits.Of(model));

        Tensor[] before = [.. all.Select(each => each())];
        byte[][] kept = [.. before.Select(ModelBits.Of)];
        SmallData.Steps(model, first: 1, count: 2);
        Assert.All(before.Zip(kept), pair => Assert.Equal(pair.Second, ModelBits.Of(pair.First)));
        Assert.All(all.Zip(kept), pair => Assert.NotEqual(pair.Second, ModelBits.Of(pair.First())));
        foreach (Tensor tensor in before)
            tensor.Dispose();
    }

    [Fact]
    public void Latent_weights_that_are_set_are_quantized_as_in_an_untrained_model()
    {
        Check<EverySmall>();
        Check<EveryTiled>();
        Check<TiledPerChannel>();
        Check<TinyTopicLstm>();
        Check<FullPrecisionMlp>();

        static void Check<TModel>()
            where TModel : IQuantModel<TModel>
        {
            using TModel untrained = TModel.Create(seed: 1);
            using TModel model = TModel.Create(seed: 2);
            Train(model, steps: 3);
            byte[] moments = Moments(model);
            foreach ((Parameter from, Parameter to) in Store(untrained).Parameters.Zip(Store(model).Parameters))
            {
                byte[] others = Others(model, to);
                long state = Store(model).StateNumber;
                to.SetLatent(Latent(from));
                Assert.Equal(Latent(from), Latent(to));
                Assert.Equal(Quantized(from), Quantized(to));
                Assert.Equal(Scale(from), Scale(to));
                Assert.Equal(others, Others(model, to));
                Assert.NotEqual(state, Store(model).StateNumber);
            }
            Assert.Equal(moments, Moments(model));
            Train(model, steps: 2); // and it goes on
        }
    }

    /// <summary>Steps that follow are those of a model that never had other weights: no bound or range of the old ones is left.</summary>
    [Fact]
    public void Training_goes_on_from_the_weights_that_were_set()
    {
        using TinyMlpThreeBit source = new(seed: 7);
        using TinyMlpThreeBit fresh = new(seed: 1);
        using TinyMlpThreeBit used = new(seed: 1);
        SmallData.Steps(used, first: 0, count: 1);
        using (ParameterSnapshot untrained = Store(fresh).Snapshot())
            Store(used).Restore(untrained);
        foreach ((Layer from, Layer a, Layer b) in source.Layers.Zip(fresh.Layers, used.Layers))
        {
            a.SetLatent(Latent(from.Weight));
            b.SetLatent(Latent(from.Weight));
        }
        SmallData.Steps(fresh, first: 0, count: 4);
        SmallData.Steps(used, first: 0, count: 4);
        Assert.Equal(ModelBits.Of(fresh), ModelBits.Of(used));
    }

    [Fact]
    public void Wrong_lengths_are_refused_with_the_right_one()
    {
        using TinyConvNet model = new();
        Refused("Conv2.weight has 800 latent values [8, 4, 5, 5], but the span has 799 elements. Pass a span of 800.",
            () => model.Conv2.CopyLatent(new float[799]));
        Refused("Conv2.weight has 800 quantized values [8, 4, 5, 5], but the span has 801 elements. Pass a span of 800.",
            () => model.Conv2.CopyQuantized(new float[801]));
        Refused("Conv2.weight has 1 scales [1], but the span has 0 elements. Pass a span of 1.", () => model.Conv2.CopyScale([]));
        byte[] before = ModelBits.Of(model);
        Refused("Conv2.weight has 800 latent values [8, 4, 5, 5], but the span has 4 elements. Pass a span of 800.",
            () => model.Conv2.SetLatent([1, 2, 3, 4]));
        Assert.Equal(before, ModelBits.Of(model));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused(float value)
    {
        using TinyConvNet model = new();
        byte[] before = ModelBits.Of(model);
        float[] values = new float[800];
        values[17] = value;
        Refused($"Conv2.weight takes finite latent values, but value 17 is {value}.", () => model.Conv2.SetLatent(values));
        Assert.Equal(before, ModelBits.Of(model));
    }

    [Fact]
    public void Layers_of_a_disposed_model_say_so()
    {
        TinyConvNet model = new();
        Layer layer = model.Conv2;
        float[] values = new float[800];
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => layer.CopyLatent(values));
        Assert.Throws<ObjectDisposedException>(() => layer.CopyQuantized(values));
        Assert.Throws<ObjectDisposedException>(() => layer.CopyScale(values.AsSpan(0, 1)));
        Assert.Throws<ObjectDisposedException>(() => layer.SetLatent(values));
        Assert.Throws<ObjectDisposedException>(() => layer.BatchNorm!.CopyRunningMean(values.AsSpan(0, 8)));
        Assert.Throws<ObjectDisposedException>(() => layer.BatchNorm!.CopyRunningVariance(values.AsSpan(0, 8)));
        Assert.Throws<ObjectDisposedException>(() => layer.Latent); // which nobody had asked for before
    }

    private static void Refused(string message, Action use) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(use).Message);

    private static void Train<TModel>(TModel model, int steps)
        where TModel : IQuantModel<TModel>
    {
        for (int step = 0; step < steps; step++)
        {
            (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 30 + step);
            using (input)
            using (labels)
                model.Step(input, labels);
        }
    }

    /// <summary>Weights and scales of all parameters but one, in one array: arrays of arrays are compared number by number.</summary>
    private static byte[] Others<TModel>(TModel model, Parameter than)
        where TModel : IQuantModel<TModel>
    {
        using MemoryStream bytes = new();
        foreach (StoredParameter parameter in Store(model).Stored.Where(parameter => parameter != than))
        {
            parameter.LatentMemory.Read(bytes.Write);
            parameter.QuantizedMemory.Read(bytes.Write);
            parameter.ScaleMemory.Read(bytes.Write);
        }
        return bytes.ToArray();
    }

    private static byte[] Moments<TModel>(TModel model)
        where TModel : IQuantModel<TModel>
    {
        using MemoryStream bytes = new();
        foreach (StoredParameter parameter in Store(model).Stored)
            parameter.SecondMomentMemory.Read(bytes.Write);
        return bytes.ToArray();
    }

    private static ParameterStore Store<TModel>(TModel model)
        where TModel : IQuantModel<TModel> =>
        StoredParameter.Of(model.Layers[0].Weight).Store;

    private static float[] Latent(Parameter parameter) => Copy(parameter.Count, parameter.CopyLatent);

    private static float[] Quantized(Parameter parameter) => Copy(parameter.Count, parameter.CopyQuantized);

    private static float[] Scale(Parameter parameter) => Copy(parameter.ScaleCount, parameter.CopyScale);

    private static float[] Copy(int count, Action<Span<float>> copy)
    {
        float[] values = new float[count];
        copy(values);
        return values;
    }
}
