using System.Diagnostics;

namespace QuantDsl.Benchmarks.Groups;

/// <summary>A group that counts what it sends, and how long it takes and waits.</summary>
internal sealed class CountingGroup(ITrainingGroup group) : ITrainingGroup
{
    private long _ticks;

    public int Rank => group.Rank;

    public int Size => group.Size;

    public string Place => group.Place;

    /// <summary>Bytes that this process has sent in exchanges.</summary>
    public long Bytes { get; private set; }

    /// <summary>Number of exchanges.</summary>
    public long Messages { get; private set; }

    /// <summary>Time in exchanges and sums.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(0, _ticks);

    public void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received)
    {
        long start = Stopwatch.GetTimestamp();
        group.Exchange(partner, sent, received);
        _ticks += Stopwatch.GetTimestamp() - start;
        Messages++;
        Bytes += sent.Length;
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own) => group.Gather(own);

    public void Sum(Span<float> values)
    {
        long start = Stopwatch.GetTimestamp();
        group.Sum(values);
        _ticks += Stopwatch.GetTimestamp() - start;
        Messages++;
    }

    public void Abort(string message) => group.Abort(message);
}
