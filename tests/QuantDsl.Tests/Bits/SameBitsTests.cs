using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.Tests.Bits;

/// <summary>
/// Thirty steps of perceptrons, LeNets, residual networks, LSTMs and convolutions of sequences with 1, 2 and 3 bits and in full precision,
/// LAQ and with backtracking, end in the same bytes, whatever the number of threads and the width of the vectors, and whether samples come
/// as spans or as tensors.
/// </summary>
public sealed class SameBitsTests
{
    private const int Lines = 1 + (21 * 2);

    private static readonly Lazy<string[]> Expected = new(() => BitsProgram.Lines("steps", ("QUANTDSL_THREADS", "1")));

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void For_any_number_of_threads(int threads)
    {
        string[] lines = BitsProgram.Lines("steps", ("QUANTDSL_THREADS", $"{threads}"));
        Assert.EndsWith($"threads {threads}", lines[0]);
        Check(lines);
    }

    /// <summary>The process says what it runs on, so that a switch that does nothing is seen.</summary>
    [Theory]
    [InlineData("EnableAVX512", "0", 256)]
    [InlineData("PreferredVectorBitWidth", "256", 256)]
    [InlineData("PreferredVectorBitWidth", "128", 128)]
    public void For_any_width_of_vectors(string setting, string value, int expected)
    {
        string[] lines = BitsProgram.Lines("steps", ("QUANTDSL_THREADS", "1"), ($"DOTNET_{setting}", value));
        if (Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && expected == 128))
            Assert.StartsWith($"vectors {expected};", lines[0]);
        Check(lines);
    }

    /// <summary>Fused multiply-add is done in software then, so slowly that only some models are tried.</summary>
    [Fact]
    public void Without_fused_multiply_add()
    {
        string[] lines = BitsProgram.Lines("few", ("QUANTDSL_THREADS", "1"), ("DOTNET_EnableAVX2", "0"));
        if (Fma.IsSupported)
            Assert.Contains("FMA False", lines[0]);
        Assert.Equal(4, lines.Skip(1).Intersect(Expected.Value).Count());
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void For_tensors() => Check(BitsProgram.Lines("tensors", ("QUANTDSL_THREADS", "1")));

    [Fact]
    public void On_this_machine_the_widest_vectors_are_used()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256 : 128;
        Assert.StartsWith($"vectors {bits};", Expected.Value[0]);
        Assert.Equal(Lines, Expected.Value.Length);
        Assert.Equal(Lines - 1, Expected.Value.Skip(1).Select(line => line.Split(' ')[^1]).Distinct().Count());
    }

    private static void Check(string[] lines)
    {
        Assert.Equal(Lines, lines.Length);
        Assert.Equal(Expected.Value.Skip(1), lines.Skip(1));
    }
}
