using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Recurrent networks are trained, evaluated and saved like others.</summary>
[Collection(AloneCollection.Name)]
public sealed class SequenceTrainingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quantdsl-test-");
    private readonly int _threads = ThreadCount.Value;

    public SequenceTrainingTests() => ThreadCount.Value = 1;

    public void Dispose()
    {
        ThreadCount.Value = _threads;
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void An_LSTM_with_1_bit_weights_learns_a_small_text()
    {
        Assert.Equal(TinyText.Characters, TinyText.Found);
        using Dataset text = TinyText.Data();
        using var model = new TinyCharLstm(seed: 3);
        TrainingReport report = model.Fit(text, options: SmallData.Quiet(epochs: 30));
        double accuracy = model.Evaluate(text);
        Assert.Equal(30, report.Epochs.Count);
        Assert.True(
            accuracy > 2 * TinyText.MostFrequent,
            $"{accuracy:P1} of characters, the most frequent one has {TinyText.MostFrequent:P1}");
        Assert.True(report.Epochs[^1].TrainLoss < report.Epochs[0].TrainLoss / 2);
        Assert.All(
            model.Lstm.RecurrentWeight!.Quantized.data<float>(),
            value => Assert.Equal(model.Lstm.RecurrentWeight.Scale.item<float>(), MathF.Abs(value)));
    }

    /// <summary>20 sequences are more than a batch of 8, with a rest.</summary>
    [Fact]
    public void Evaluation_counts_all_positions()
    {
        using Dataset text = TinyText.Data(every: 20);
        using var model = new TinyCharLstm(seed: 3);
        using Tensor logits = model.Predict(text.Inputs);
        Assert.Equal([text.Count, TinyText.Length, TinyText.Characters], logits.shape);
        long right = 0;
        for (long n = 0; n < text.Count; n++)
        {
            for (long t = 0; t < TinyText.Length; t++)
            {
                using Tensor position = logits[n, t];
                using Tensor best = position.argmax();
                using Tensor label = text.Labels[n, t];
                right += best.item<long>() == label.item<long>() ? 1 : 0;
            }
        }

        Assert.True(text.Count > 16 && right > 0);
        Assert.Equal((double)right / (text.Count * TinyText.Length), model.Evaluate(text), 12);
    }

    [Fact]
    public void A_loaded_network_goes_on_as_if_it_had_never_been_saved()
    {
        Check(new TinyCharLstm(seed: -5), TinyCharLstm.Load);
        Check(new TinyTopicLstm(seed: 7), TinyTopicLstm.Load);
        Check(new TinySignalNet(seed: 8), TinySignalNet.Load);
    }

    [Fact]
    public void Names_and_values_at_the_beginning_are_PyTorchs()
    {
        using var model = new TinyCharLstm();
        Layer lstm = model.Lstm;
        Assert.Equal(
            ["Lstm.weight_ih", "Lstm.weight_hh", "Lstm.bias"],
            new[] { lstm.Weight, lstm.RecurrentWeight!, lstm.Bias! }.Select(p => p.Name));
        Assert.Equal([128, TinyText.Characters], lstm.Weight.Latent.shape);
        Assert.Equal([128, 32], lstm.RecurrentWeight!.Latent.shape);
        Assert.Equal((1, 1), (lstm.Bits, lstm.RecurrentWeight.Bits));
        Assert.NotEqual(lstm.Scale.item<float>(), lstm.RecurrentWeight.Scale.item<float>());
        Assert.Equal(
            [.. Enumerable.Repeat(0f, 32), .. Enumerable.Repeat(1f, 32), .. Enumerable.Repeat(0f, 64)],
            lstm.Bias!.Quantized.data<float>().ToArray());
        float largest = lstm.RecurrentWeight.Latent.data<float>().Max(MathF.Abs);
        Assert.InRange(largest, 0.9f * MathF.Sqrt(1.5f / 64), MathF.Sqrt(1.5f / 64));
        Assert.Null(model.Out.RecurrentWeight);
        Assert.Equal((TinyText.Characters, TinyText.Length), (TinyCharLstm.Info.Vocabulary, TinyCharLstm.Info.OutputLength));
        Assert.Equal((TinyText.Characters, null), (TinyTopicLstm.Info.Vocabulary, TinyTopicLstm.Info.OutputLength));
        Assert.Equal((null, 5), (TinySignalNet.Info.Vocabulary, TinySignalNet.Info.OutputLength));
    }

    [Fact]
    public void What_is_not_finite_is_named()
    {
        using Dataset text = TinyText.Data();
        using var model = new TinyCharLstm();
        using Tensor input = text.Inputs.narrow(0, 0, 8);
        using Tensor labels = text.Labels.narrow(0, 0, 8);
        TestTensors.QuantizedOf(model.Lstm.Bias!).Fill(float.NaN);
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => model.Step(input, labels));
        Assert.Equal("Lstm.bias", error.Layer);
    }

    private void Check<TModel>(TModel model, Func<string, Device?, TModel> load)
        where TModel : IQuantModel<TModel>
    {
        string path = Path.Combine(_folder.FullName, $"{TModel.Info.Name}.safetensors");
        using (model)
        {
            Steps(model, 5);
            model.Save(path);
            using TModel loaded = load(path, null);
            Assert.Equal(File.ReadAllBytes(path), ModelBits.Of(loaded));
            Steps(model, 5);
            Steps(loaded, 5);
            Assert.Equal(ModelBits.Of(model), ModelBits.Of(loaded));
        }
    }

    private static void Steps<TModel>(TModel model, int steps)
        where TModel : IQuantModel<TModel>
    {
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 4);
        for (int step = 0; step < steps; step++)
            _ = step % 2 == 0 ? model.Step(input, labels) : model.BacktrackStep(input, labels);
    }
}
