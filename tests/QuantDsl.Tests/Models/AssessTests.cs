using QuantDsl.Tests.Reference;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>Accuracy and loss of a data set against the float64 reference of the losses.</summary>
public class AssessTests
{
    /// <summary>1,100 samples are two parts of an evaluation and a smaller one, which counts for less.</summary>
    [Fact]
    public void The_loss_is_the_mean_over_all_samples()
    {
        (Dataset train, Dataset test) = Dataset.DrawnDigits(train: 2, test: 1100, seed: 5);
        using (train)
        using (test)
            Check<TinyMlp>(test, new SquaredHingeLoss());
    }

    /// <summary>20 sequences are two batches of 8 and a half one.</summary>
    [Fact]
    public void The_loss_of_sequences_is_the_mean_over_all_positions()
    {
        using Dataset text = TinyText.Data(every: 20);
        Assert.NotEqual(0, text.Count % TinyCharLstm.Info.Batch);
        Check<TinyCharLstm>(text, new SequenceLoss(new CrossEntropyLoss()));
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_told()
    {
        using var model = new TinyMlp(seed: 1);
        TestTensors.QuantizedOf(model.Out.BatchNorm!.Weight).Fill(float.NaN);
        Assert.True(double.IsNaN(model.Assess(SmallData.Test).Loss));
    }

    private static void Check<TModel>(Dataset data, ILoss loss)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 2);
        SmallSteps(model);
        using Tensor logits = model.Predict(data.Inputs);
        double[] numbers = [.. logits.data<float>().Select(value => (double)value)];
        int[] labels = [.. data.Labels.data<long>().Select(label => (int)label)];
        double expected = loss.Evaluate(new NdArray([.. logits.shape.Select(extent => (int)extent)], numbers), labels).Loss;

        Evaluation found = model.Assess(data);

        Assert.Equal(1, found.Loss / expected, 6);
        Assert.Equal(model.Evaluate(data), found.Accuracy);
    }

    private static void SmallSteps<TModel>(TModel model)
        where TModel : IQuantModel<TModel>
    {
        (Tensor input, Tensor labels) = Engine.Batches.Draw(TModel.Info, seed: 4);
        using (input)
        using (labels)
        {
            for (int step = 0; step < 3; step++)
                model.Step(input, labels);
        }
    }
}
