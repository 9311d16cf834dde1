using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using static System.FormattableString;

namespace QuantDsl.Messages;

/// <summary>The processes that a launcher of MPI has started together.</summary>
internal sealed unsafe class MpiWorld : ITrainingGroup
{
    private const int Tag = 1;

    /// <summary>A message has at most so many bytes; a multiple of those of a number.</summary>
    private const int LongestMessage = 1 << 30;

    /// <summary>How long a process that ends with an error waits for the others to end, too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MpiHandles _handles;

    private MpiWorld(MpiHandles handles)
    {
        _handles = handles;
        int rank, size;
        Check(MpiFunctions.CommRank(handles.World, &rank));
        Check(MpiFunctions.CommSize(handles.World, &size));
        (Rank, Size) = (rank, size);
        Place = Text(&MpiFunctions.GetProcessorName);
        Library = Text(&MpiFunctions.GetLibraryVersion).Split('\n', ',')[0].Trim();
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public string Place { get; }

    /// <summary>The library and its version.</summary>
    public string Library { get; }

    /// <summary>Joins the processes, and leaves them when the program ends.</summary>
    public static MpiWorld Join()
    {
        var handles = MpiHandles.Of(MpiLibrary.Load());
        int isInitialized;
        Check(MpiFunctions.Initialized(&isInitialized));
        if (isInitialized == 0)
        {
            int provided;
            Check(MpiFunctions.InitThread(null, null, MpiFunctions.Serialized, &provided));
            if (provided < MpiFunctions.Serialized)
            {
                throw new MpiException(
                    "The MPI library was built without support for threads (MPI_THREAD_SERIALIZED). Install one that has it.");
            }
        }
        var world = new MpiWorld(handles);
        if (isInitialized == 0)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => world.Leave();
        return world;
    }

    /// <inheritdoc/>
    public void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received)
    {
        while (!sent.IsEmpty || !received.IsEmpty)
        {
            int leaving = Math.Min(LongestMessage, sent.Length), coming = Math.Min(LongestMessage, received.Length);
            fixed (byte* from = sent)
            fixed (byte* to = received)
            {
                nint receiving = 0, sending = 0;
                if (coming > 0)
                    Check(MpiFunctions.Irecv(to, coming, _handles.Byte, partner, Tag, _handles.World, &receiving));
                if (leaving > 0)
                    Check(MpiFunctions.Isend(from, leaving, _handles.Byte, partner, Tag, _handles.World, &sending));
                if (coming > 0)
                    Check(MpiFunctions.Wait(&receiving, _handles.IgnoredStatus));
                if (leaving > 0)
                    Check(MpiFunctions.Wait(&sending, _handles.IgnoredStatus));
            }
            sent = sent[leaving..];
            received = received[coming..];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        int[] lengths = new int[Size];
        int length = own.Length;
        fixed (int* to = lengths)
            Check(Gather((byte*)&length, (byte*)to, sizeof(int)));
        int longest = lengths.Max();
        byte[] padded = new byte[Math.Max(1, longest)];
        own.CopyTo(padded);
        byte[] all = new byte[padded.Length * Size];
        fixed (byte* from = padded)
        fixed (byte* to = all)
            Check(Gather(from, to, padded.Length));
        return [.. lengths.Select((count, rank) => all.AsSpan(rank * padded.Length, count).ToArray())];
    }

    /// <inheritdoc/>
    public void Sum(Span<float> values)
    {
        fixed (float* data = values)
            Check(MpiFunctions.Allreduce(_handles.InPlace, data, values.Length, _handles.Float, _handles.Sum, _handles.World));
    }

    /// <inheritdoc/>
    public void Abort(string message)
    {
        Console.Out.Flush();
        Console.Error.WriteLine(message);
        Console.Error.Flush();
        _ = MpiFunctions.Abort(_handles.World, 1);
    }

    /// <summary>
    /// Ends MPI at the end of the program, for which a library may wait for all processes. One that ends with an error does not wait long:
    /// if the others do not end as well, they wait for it, and must be ended.
    /// </summary>
    private void Leave()
    {
        int isFinalized;
        if (MpiFunctions.Finalized(&isFinalized) != 0 || isFinalized != 0)
            return;
        if (Environment.ExitCode != 0 && !EndTogether())
        {
            Abort(Invariant($"rank {Rank} ({Place}) has ended with exit code {Environment.ExitCode}, while others go on; all are ended."));
            return;
        }
        _ = MpiFunctions.Finalize();
    }

    private bool EndTogether()
    {
        nint request = 0;
        Check(MpiFunctions.Ibarrier(_handles.World, &request));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            int isThere;
            Check(MpiFunctions.Test(&request, &isThere, _handles.IgnoredStatus));
            if (isThere != 0)
                return true;
            if (waited.Elapsed > Patience)
                return false;
            Thread.Sleep(10);
        }
    }

    private int Gather(byte* from, byte* to, int bytes) =>
        MpiFunctions.Allgather(from, bytes, _handles.Byte, to, bytes, _handles.Byte, _handles.World);

    private static string Text(delegate*<byte*, int*, int> function)
    {
        byte[] bytes = new byte[MpiFunctions.LongestText];
        int length;
        fixed (byte* data = bytes)
            Check(function(data, &length));
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length)).TrimEnd('\0');
    }

    /// <summary>Libraries end the program themselves when a call fails, unless somebody has told them otherwise.</summary>
    private static void Check(int result)
    {
        if (result != 0)
            throw new MpiException(Invariant($"MPI has reported error {result}."));
    }
}
