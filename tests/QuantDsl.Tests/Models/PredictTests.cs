using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

public class PredictTests
{
    [Fact]
    public void A_part_of_a_batch_gives_its_rows()
    {
        Check<TinyMlp>();
        Check<TinyConvNet>();
    }

    private static void Check<TModel>()
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(seed: 1);
        SmallData.Steps(model, 0, 2);
        using Tensor part = SmallData.Test.Inputs.narrow(0, 40, 8); // a view that begins in the middle of its memory
        using Tensor copy = part.clone();
        using Tensor ofPart = model.Predict(part);
        using Tensor ofCopy = model.Predict(copy);
        Assert.Equal(ofCopy.data<float>().ToArray(), ofPart.data<float>().ToArray());
    }
}
