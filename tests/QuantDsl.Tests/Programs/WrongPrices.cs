namespace QuantDsl.Tests.Programs;

/// <summary>A regression with outliers: a tenth of the prices are wrong by far, which Huber's loss bears.</summary>
public static class WrongPrices
{
    /// <summary>Mean squared errors on right prices, after training on wrong ones with Huber's loss and with the mean squared error.</summary>
    public static (double WithHuber, double WithMse) Run()
    {
        (float[] houses, float[] prices) = Market.Draw(2000, seed: 2, wrong: 0.1);
        using var train = Dataset.FromArrays(houses, [3], prices, name: "some wrong");
        (float[] others, float[] right) = Market.Draw(500, seed: 3);
        using var test = Dataset.FromArrays(others, [3], right, name: "right");
        FitOptions options = new() { Epochs = 15, Progress = ProgressMode.None, HandleCtrlC = false };

        using var robust = new RobustPriceNet(seed: 1);
        robust.Fit(train, options: options);
        using var squared = new PriceNet(seed: 1);
        squared.Fit(train, options: options);

        return (Error(robust.Predict), squared.Evaluate(test));

        double Error(PredictAll predict)
        {
            float[] found = new float[right.Length];
            predict(others, found);
            return found.Zip(right, (y, t) => Math.Pow(y - t, 2)).Average();
        }
    }

    private delegate void PredictAll(ReadOnlySpan<float> inputs, Span<float> outputs);
}

/// <summary>The same network; an error above ½ pulls no harder than one of ½.</summary>
[ModelFrom(typeof(PriceNet)), Huber(Delta = 0.5)]
public sealed partial class RobustPriceNet;
