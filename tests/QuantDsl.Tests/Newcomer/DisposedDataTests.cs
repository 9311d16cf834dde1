using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Newcomer;

/// <summary>D8: a data set that was disposed says so, with its name.</summary>
public sealed class DisposedDataTests
{
    public static TheoryData<string> Kinds => ["arrays", "tensors", "augmented"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_names_itself_wherever_it_is_used(string kind)
    {
        Dataset gone = Make(kind);
        gone.Dispose();
        gone.Dispose();
        using var model = new TinyMlp(seed: 1);

        Says(() => model.Fit(gone, options: SmallData.Quiet(1)));
        Says(() => model.Fit(SmallData.Train, validation: gone, SmallData.Quiet(1)));
        Says(() => model.Fit(SmallData.Train, options: SmallData.Quiet(1) with { Test = gone }));
        Says(() => model.Evaluate(gone));
        Says(() => gone.Split(10, seed: 1));
        Says(() => gone.To(CPU));
        Says(() => gone.Augment(new Augmentation { HorizontalFlip = true }));
        Says(() => gone.Minibatches(seed: 1, epoch: 1, size: 8));
        Says(() => gone.Slice(0, 1, out ReadOnlySpan<float> _, out ReadOnlySpan<int> _));
        Says(() => gone.Slice(0, 1, out Tensor _, out Tensor _));
        Says(() => gone.SliceLabels(0, 1));
        Says(() => _ = gone.Inputs);
        Says(() => _ = gone.Labels);
        Assert.Equal("lost", gone.Name);
        Assert.StartsWith("lost: 64 examples of 1×28×28 in 10 classes", gone.ToString(), StringComparison.Ordinal);

        static void Says(Action use)
        {
            string message = Assert.Throws<ObjectDisposedException>(use).Message;
            Assert.StartsWith("The data set 'lost' was disposed", message, StringComparison.Ordinal);
        }
    }

    private static Dataset Make(string kind)
    {
        if (kind == "tensors")
            return new Dataset(zeros(64, 1, 28, 28), zeros(64, dtype: ScalarType.Int64), "lost", classes: 10);
        var data = Dataset.FromArrays(new float[64 * 784], [1, 28, 28], new long[64], name: "lost", classes: 10);
        if (kind == "arrays")
            return data;
        using (data)
            return data.Augment(new Augmentation { CropPadding = 2 });
    }
}
