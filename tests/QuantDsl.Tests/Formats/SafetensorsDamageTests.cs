using QuantDsl.Formats;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Formats;

/// <summary>A small file with every kind of content, damaged in every small way.</summary>
public sealed class SafetensorsDamageTests
{
    private static readonly byte[] Intact = Small();

    [Fact]
    public void EveryChangedByteIsRefused()
    {
        var accepted = new List<string>();
        byte[] damaged = (byte[])Intact.Clone();
        for (int position = 0; position < Intact.Length; position++)
        {
            for (int change = 1; change < 256; change++)
            {
                damaged[position] = (byte)(Intact[position] ^ change);
                if (Message(damaged) is null)
                    accepted.Add($"byte {position}: {Intact[position]:x2} -> {damaged[position]:x2}");
            }

            damaged[position] = Intact[position];
        }

        Assert.Empty(accepted);
        Assert.Null(Message(damaged));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        for (int length = 0; length < Intact.Length; length++)
            Assert.NotNull(Message(Intact[..length]));
    }

    [Fact]
    public void AppendedBytesAreRefused()
    {
        int data = Intact.Length - DataStart();
        Assert.Contains($"take {data} bytes, but {data + 1} bytes of data follow", Message([.. Intact, 0]));
        Assert.Contains($"but {data + Intact.Length} bytes of data follow", Message([.. Intact, .. Intact]));
    }

    [Fact]
    public void EverySwapOfNeighbouringBytesIsRefusedOrHarmless()
    {
        for (int position = 1; position < Intact.Length; position++)
        {
            byte[] damaged = (byte[])Intact.Clone();
            (damaged[position - 1], damaged[position]) = (damaged[position], damaged[position - 1]);
            Assert.True(damaged[position] == Intact[position] || Message(damaged) is not null, $"swap at {position}");
        }
    }

    [Fact]
    public void DamagedDataNamesFileAndCause()
    {
        byte[] damaged = (byte[])Intact.Clone();
        damaged[^1] ^= 1;
        string message = Message(damaged)!;
        Assert.StartsWith("Cannot read model file 'test.safetensors': its content does not match its checksum.", message);
        Assert.EndsWith("save or copy it again.", message);
    }

    [Fact]
    public void DamageWithoutChecksumNeverCrashes()
    {
        // A file of another program: damage may go unseen, but must not throw anything else or allocate what a damaged number claims.
        byte[] foreign = SafetensorsBytes.Compose(
            """
            {"__metadata__":{"k":"v"},"a":{"dtype":"I16","shape":[2,1],"data_offsets":[0,4]},
            "b":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]}}
            """,
            1, 2, 3, 4, 1, 0);
        Assert.Null(Message(foreign));
        int refused = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int position = 0; position < foreign.Length; position++)
        {
            byte original = foreign[position];
            for (int change = 1; change < 256; change++)
            {
                foreign[position] = (byte)(original ^ change);
                refused += Message(foreign) is null ? 0 : 1;
            }

            foreign[position] = original;
        }

        long perFile = (GC.GetAllocatedBytesForCurrentThread() - before) / (foreign.Length * 255);
        Assert.InRange(perFile, 0, 64 << 10);
        Assert.True(refused > foreign.Length * 255 / 2, $"{refused} refused");
    }

    [Fact]
    public void AFileThatFailsWhileItIsReadIsRefused()
    {
        var stream = new FailingStream(Intact);
        using var file = SafetensorsFile.Open(stream, "test.safetensors");
        using Tensor tensor = zeros(3, 2);
        stream.Failing = true;
        ModelFileException error = Assert.Throws<ModelFileException>(() => file.Read("w", tensor));
        Assert.Contains("the disk is gone", error.Message);
        Assert.IsType<IOException>(error.InnerException);
    }

    /// <summary>What the reader says about a file, or null if it reads it completely.</summary>
    private static string? Message(byte[] bytes)
    {
        try
        {
            using SafetensorsFile file = SafetensorsBytes.Open(bytes);
            SafetensorsBytes.Describe(file);
            return null;
        }
        catch (ModelFileException error)
        {
            return error.Message;
        }
    }

    private static int DataStart() => 8 + BitConverter.ToInt32(Intact);

    private static byte[] Small()
    {
        using Tensor w = TestTensors.Range(6, float32).reshape(3, 2);
        using Tensor mask = tensor([true, false, true]);
        using Tensor nothing = empty(0, 4);
        var metadata = new Dictionary<string, string> { ["k"] = "v" };
        return SafetensorsBytes.Written([new("w", w), new("mask", mask), new("∅", nothing)], metadata);
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public bool Failing { get; set; }

        public override int Read(Span<byte> buffer) => Failing ? throw new IOException("the disk is gone") : base.Read(buffer);

        public override int Read(byte[] buffer, int offset, int count) =>
            Failing ? throw new IOException("the disk is gone") : base.Read(buffer, offset, count);
    }
}
