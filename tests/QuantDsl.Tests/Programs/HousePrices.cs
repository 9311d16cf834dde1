namespace QuantDsl.Tests.Programs;

/// <summary>A regression: what houses cost, from their size, age and distance to the centre.</summary>
public static class HousePrices
{
    /// <summary>Trains, evaluates and ships the model; returns what it says of one house.</summary>
    public static (TrainingReport Report, double Error, float Price, float Shipped) Run(string file)
    {
        (float[] houses, float[] prices) = Market.Draw(3000, seed: 1);
        using var all = Dataset.FromArrays(houses, [3], prices, name: "houses");
        (Dataset train, Dataset test) = all.Split(2400, seed: 1);
        using (train)
        using (test)
        {
            using var model = new PriceNet(seed: 1);
            TrainingReport report = model.Fit(train, test, new FitOptions
            {
                Epochs = 30,
                RestoreBest = true,
                Test = test,
                Progress = ProgressMode.None,
                HandleCtrlC = false,
            });
            double error = model.Evaluate(test); // the mean squared error

            float[] price = new float[1];
            model.Predict([1.2f, 0.1f, -0.3f], price);

            model.Export(file);
            using var shipped = PriceNet.Packed.Load(file);
            float[] again = new float[1];
            shipped.Predict([1.2f, 0.1f, -0.3f], again);
            return (report, error, price[0], again[0]);
        }
    }
}

/// <summary>Weights of 3 bits; the last layer, which has to hit numbers, in full precision.</summary>
[QuantModel(3, Batch = 50), Weights(Bits = 3), Adam(LearningRate = 0.01), StepDecay(Every = 10, Factor = 0.3)]
[Mse]
public sealed partial class PriceNet
{
    [Linear(32), BatchNorm, ReLU] public partial Layer Fc1 { get; }
    [Linear(16), BatchNorm, ReLU] public partial Layer Fc2 { get; }
    [Linear(1), FullPrecision] public partial Layer Price { get; }
}
