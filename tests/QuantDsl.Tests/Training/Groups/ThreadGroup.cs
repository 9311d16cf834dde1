using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>A group whose processes are threads of this one, which exchange bytes in memory.</summary>
internal sealed class ThreadGroup : ITrainingGroup
{
    private readonly ThreadGroup[] _all;
    private readonly BlockingCollection<byte[]>[] _from; // what each sends to this one
    private readonly CancellationTokenSource _end;
    private readonly List<string> _messages;

    private ThreadGroup(ThreadGroup[] all, int rank, CancellationTokenSource end, List<string> messages)
    {
        (_all, Rank, _end, _messages) = (all, rank, end, messages);
        _from = [.. all.Select(_ => new BlockingCollection<byte[]>())];
    }

    public int Rank { get; }

    public int Size => _all.Length;

    public string Place => "here";

    /// <summary>What happens before this process exchanges anything with another.</summary>
    public Action? BeforeExchange { get; set; }

    /// <summary>What each rank returns or throws; messages of those that ended the group come first.</summary>
    public static (T?[] Results, Exception?[] Failures, List<string> Messages) Run<T>(int ranks, Func<ThreadGroup, T> body)
    {
        var all = new ThreadGroup[ranks];
        using var end = new CancellationTokenSource();
        List<string> messages = [];
        for (int rank = 0; rank < ranks; rank++)
            all[rank] = new ThreadGroup(all, rank, end, messages);
        var results = new T?[ranks];
        var failures = new Exception?[ranks];
        Thread[] threads = [.. all.Select(member => new Thread(() =>
        {
            try
            {
                results[member.Rank] = body(member);
            }
            catch (Exception failure)
            {
                failures[member.Rank] = failure;
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromMinutes(1)), "a rank waits for ever");
        return (results, failures, messages);
    }

    /// <summary>What all ranks return; throws what any throws.</summary>
    public static T[] Results<T>(int ranks, Func<ThreadGroup, T> body)
    {
        (T?[] results, Exception?[] failures, _) = Run(ranks, body);
        if (failures.FirstOrDefault(failure => failure is not null and not GroupEndedException) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return results!;
    }

    public void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received)
    {
        BeforeExchange?.Invoke();
        Send(partner, sent.ToArray());
        Receive(partner).CopyTo(received);
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        byte[] bytes = own.ToArray();
        for (int rank = 0; rank < Size; rank++)
            Send(rank, bytes);
        return [.. Enumerable.Range(0, Size).Select(Receive)];
    }

    /// <summary>In another order than that of shards.</summary>
    public void Sum(Span<float> values)
    {
        IReadOnlyList<byte[]> all = Gather(MemoryMarshal.AsBytes(values));
        values.Clear();
        for (int rank = Size - 1; rank >= 0; rank--)
        {
            ReadOnlySpan<float> terms = MemoryMarshal.Cast<byte, float>(all[rank]);
            for (int i = 0; i < values.Length; i++)
                values[i] += terms[i];
        }
    }

    public void Abort(string message)
    {
        lock (_messages)
        {
            if (!_end.IsCancellationRequested)
                _messages.Add(message);
            _end.Cancel();
        }
    }

    private void Send(int rank, byte[] bytes) => _all[rank]._from[Rank].Add(bytes);

    private byte[] Receive(int rank)
    {
        try
        {
            return _from[rank].Take(_end.Token);
        }
        catch (OperationCanceledException)
        {
            throw new GroupEndedException();
        }
    }

    /// <summary>What a real group does not live to see.</summary>
    internal sealed class GroupEndedException : Exception;
}
