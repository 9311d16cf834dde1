using QuantDsl.CompilerServices;
using QuantDsl.Training;
using Tensorboard;

namespace QuantDsl.Tests.Training.TensorBoard;

public class EventFileTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 20, 0, 0, 250, TimeSpan.Zero);

    [Fact]
    public void The_reader_of_these_tests_knows_the_checksum() => Assert.Equal(0xe3069283, EventFileReader.Crc("123456789"u8.ToArray()));

    [Fact]
    public void A_file_begins_with_its_version_and_the_first_step_that_is_to_come()
    {
        using TemporaryFolder folder = new();
        EventFile.Create(folder.Path, firstStep: 7, new Clock(Start)).Dispose();

        string name = Assert.Single(folder.Files);
        Assert.StartsWith($"events.out.tfevents.{Start.ToUnixTimeSeconds()}.", name);
        List<Event> events = EventFileReader.Read(folder.File(name));
        Assert.Equal(2, events.Count);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((7, SessionLog.Types.SessionStatus.Start), (events[1].Step, events[1].SessionLog.Status));
        Assert.All(events, entry => Assert.Equal(Start.ToUnixTimeMilliseconds() / 1000.0, entry.WallTime));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(100_000_000_000)]
    public void Scalars_come_back_with_their_step(long step)
    {
        using TemporaryFolder folder = new();
        string longTag = new('x', 300);
        using var file = EventFile.Create(folder.Path, 1, new Clock(Start));
        file.WriteScalars(step, [("loss/train", 0.1), ("scale/α", -1e30), (longTag, double.NaN), ("zero", 0)]);

        // Read while the file is still open, as TensorBoard does.
        Event entry = EventFileReader.ReadFolder(folder.Path)[2];

        Assert.Equal(step, entry.Step);
        Assert.Equal(
            [("loss/train", 0.1f), ("scale/α", -1e30f), (longTag, float.NaN), ("zero", 0f)],
            entry.Summary.Value.Select(value => (value.Tag, value.SimpleValue)));
    }

    [Fact]
    public void A_later_file_comes_later_in_the_folder_even_within_a_second()
    {
        using TemporaryFolder folder = new();
        for (long step = 1; step <= 12; step++)
            EventFile.Create(folder.Path, step, new Clock(Start)).Dispose();

        Assert.Equal(
            Enumerable.Range(1, 12).Select(step => (long)step),
            EventFileReader.ReadFolder(folder.Path).Where(entry => entry.SessionLog is not null).Select(entry => entry.Step));
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
