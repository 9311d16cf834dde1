using global::Experiments.Runs;
using global::Experiments.Tables;

namespace QuantDsl.Tests.Experiments;

public class ReachTests
{
    [Fact]
    public void Epochs_and_gradients_until_half_of_the_seeds_got_there()
    {
        RunGroup group = MadeUpRuns.Blaq with { Period = 2 };
        RunRecord[] runs =
        [
            MadeUpRuns.Run(group, 0, [0.90, 0.985, 0.95, 0.99]),
            MadeUpRuns.Run(group, 1, [0.985, 0.90, 0.90, 0.90]),
            MadeUpRuns.Run(group, 2, [0.90, 0.90, 0.986, 0.98]),
        ];

        // In ten steps 10 gradients, 20 where it backtracks, in epochs 2 and 4: 30, 10 and 40 until they got there.
        Assert.Equal(new Reach(2, 30), Reach.Of(runs, 98.5));
        Assert.Equal(new Reach(double.PositiveInfinity, double.PositiveInfinity), Reach.Of(runs, 99));
        Assert.Equal(new Reach(4, 60), Reach.Of(runs[..1], 99));
    }

    [Theory]
    [InlineData(0.985, 98.5)]
    [InlineData(0.997, 99.7)]
    [InlineData(0.57, 57)]
    public void An_accuracy_is_reached_when_it_is_equal_in_decimals(double accuracy, double percent) =>
        Assert.Equal(1, Reach.Of([MadeUpRuns.Run(MadeUpRuns.Laq, 0, [accuracy])], percent).Epochs);

    [Fact]
    public void An_image_less_is_not_enough() =>
        Assert.Equal(double.PositiveInfinity, Reach.Of([MadeUpRuns.Run(MadeUpRuns.Laq, 0, [0.98499999])], 98.5).Epochs);
}
