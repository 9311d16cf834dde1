using QuantDsl.Generators.Tests.Harness;
using QuantDsl.Generators.Tests.Snapshots;

namespace QuantDsl.Generators.Tests.Lowering;

/// <summary>
/// The lowered programs of three models and the plans of their memory, beside its lower bound: a change of what the compiler decides is
/// read in review.
/// </summary>
public sealed class ListingTests
{
    /// <summary>Convolutions, max pooling and batch normalization; a first layer whose ∂W is summed shard by shard.</summary>
    [Fact]
    public void LeNet5() => Verify(nameof(LeNet5), TestModels.LeNet5);

    /// <summary>Sums, a stride and a projection.</summary>
    [Fact]
    public void Residual() => Verify(nameof(Residual), TestModels.Residual);

    /// <summary>The perceptron as the sample declares it.</summary>
    [Fact]
    public void Mlp() => Verify(nameof(Mlp), TestModels.All[nameof(Mlp)]);

    private static void Verify(string name, string source)
    {
        LoweredModel model = LoweredModel.AllOf(GeneratorHarness.Compilation(source)).Single(model => model.Name == name);
        model.Verify();
        Snapshot.Verify($"{nameof(ListingTests)}.{name}", $"""
            training, batch {model.Batch}
            {model.Training.Listing()}
            {model.TrainingPlaces.Listing()}
            prediction, batch {model.Batch}
            {model.Prediction.Listing()}
            {model.PredictionPlaces.Listing()}
            """);
    }
}
