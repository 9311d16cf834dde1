using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Lowering;

/// <summary>Memory is planned without overlaps and not much larger than it must be, and the verifier finds overlaps.</summary>
public sealed class PlacementTests
{
    public static TheoryData<string> Models => TestModels.Names;

    /// <summary>Greedy by size has no bound that is proved; of these models no arena is a quarter larger than the bound.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Arenas_are_hardly_larger_than_the_lower_bound(string name)
    {
        foreach (LoweredModel model in LoweredModel.AllOf(GeneratorHarness.Compilation(TestModels.All[name])))
        {
            foreach (Placement places in new[] { model.TrainingPlaces, model.PredictionPlaces })
            {
                Assert.InRange(places.PerSample, places.LowerBoundPerSample, places.LowerBoundPerSample * 5 / 4);
                Assert.InRange(places.InAll, places.LowerBoundInAll, places.LowerBoundInAll * 5 / 4);
            }
        }
    }

    /// <summary>Any two values that are needed at the same time, put in the same place.</summary>
    [Fact]
    public void Every_overlap_in_the_arena_is_found()
    {
        LoweredModel model = Residual();
        Place[] places = [.. model.TrainingPlaces.Shared];
        int pairs = 0;
        foreach (Place place in places)
        {
            long offset = place.Offset;
            foreach (Place other in places.Where(other => other != place && other.Meets(place) && Grows(other) == Grows(place)))
            {
                place.Offset = other.Offset;
                Assert.Throws<InvalidOperationException>(() => PlacementVerifier.Verify(model.Training, model.TrainingPlaces));
                pairs++;
            }
            place.Offset = offset;
        }
        PlacementVerifier.Verify(model.Training, model.TrainingPlaces);

        Assert.True(pairs > 100, $"Only {pairs} pairs are needed at the same time.");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_value_outside_the_arena_is_found(int where)
    {
        LoweredModel model = Residual();
        Place last = model.TrainingPlaces.Shared.First(Grows);
        last.Offset = where < 0 ? -16 : model.TrainingPlaces.PerSample - last.Size + 16;

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => PlacementVerifier.Verify(model.Training, model.TrainingPlaces));
        Assert.Contains("lies outside", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Two values of a thread that one kernel reads and writes.</summary>
    [Fact]
    public void An_overlap_in_the_memory_of_a_thread_is_found()
    {
        LoweredModel model = Residual();
        int loops = 0;
        for (int number = 0; number < model.Prediction.Loops.Count; number++)
        {
            Place[] locals = [.. model.Prediction.LocalsOf(model.Prediction.Loops[number])
                .Select(value => model.PredictionPlaces.Local(number, value))];
            if (locals.FirstOrDefault(place => place != locals[0] && place.Meets(locals[0])) is not { } other)
                continue;
            (long offset, locals[0].Offset) = (locals[0].Offset, other.Offset);
            Assert.Throws<InvalidOperationException>(() => PlacementVerifier.Verify(model.Prediction, model.PredictionPlaces));
            locals[0].Offset = offset;
            loops++;
        }

        Assert.True(loops > 0);
    }

    /// <summary>Random lifetimes and sizes: nothing overlaps, and the size is that of the last place.</summary>
    [Fact]
    public void Greedy_never_overlaps()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            List<Place> places = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ =>
            {
                int first = random.Next(20);
                return new Place(null, 16 * random.Next(1, 50), first, first + random.Next(8));
            })];
            long size = Greedy.Run(places);

            Assert.Equal(places.Max(place => place.Offset + place.Size), size);
            Assert.All(places, place => Assert.True(place.Offset >= 0));
            for (int one = 0; one < places.Count; one++)
            {
                for (int other = 0; other < one; other++)
                {
                    bool areApart = places[one].Offset + places[one].Size <= places[other].Offset
                        || places[other].Offset + places[other].Size <= places[one].Offset;
                    Assert.True(areApart || !places[one].Meets(places[other]), $"Seed {seed}: {one} overlaps {other}.");
                }
            }
        }
    }

    /// <summary>Whether a value lies in the part of the arena that grows with the batch.</summary>
    private static bool Grows(Place place) => place.Value!.Layout.PerSample > 0;

    /// <summary>A new one each time: tests move its places.</summary>
    private static LoweredModel Residual() => Assert.Single(LoweredModel.AllOf(GeneratorHarness.Compilation(TestModels.Residual)));
}
