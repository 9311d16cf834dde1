using System.Runtime.Intrinsics;
using QuantDsl.Tests.Engine.ZigZag;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>
/// The bits of a run do not depend on the vectors that the processor has: processes with fewer of them end with the same.
/// </summary>
[Trait("Category", "Slow")]
public sealed class VectorWidthTests
{
    /// <summary>What a child prints.</summary>
    private static readonly Lazy<string> Digest = new(State);

    [LinuxTheory]
    [InlineData("DOTNET_EnableAVX512", "False", null, null)]
    [InlineData("DOTNET_EnableAVX2", "False", "False", null)]
    [InlineData("DOTNET_EnableAVX", "False", "False", null)]
    [InlineData("DOTNET_EnableHWIntrinsic", "False", "False", "False")]
    public void Fewer_vectors_give_the_same_bits(string variable, string? wide, string? middle, string? narrow)
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UpdateDigest, (variable, "0"));

        Assert.True(child.ExitCode == 0, child.Output);
        var printed = child.Output.Split('\n')
            .Select(line => line.Split(' ', 2))
            .Where(words => words.Length == 2 && words[0] != "mapped")
            .ToDictionary(words => words[0], words => words[1]);
        Assert.Equal(wide ?? printed["Vector512"], printed["Vector512"]);
        Assert.Equal(middle ?? Vector256.IsHardwareAccelerated.ToString(), printed["Vector256"]);
        Assert.Equal(narrow ?? Vector128.IsHardwareAccelerated.ToString(), printed["Vector128"]);
        Assert.Equal(Digest.Value, printed["digest"]);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Print()
    {
        Console.WriteLine($"Vector512 {Vector512.IsHardwareAccelerated}");
        Console.WriteLine($"Vector256 {Vector256.IsHardwareAccelerated}");
        Console.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}");
        Console.WriteLine($"digest {State()}");
    }

    private static string State()
    {
        using var every = TiledModel.Make<EveryTiled>();
        using var rows = TiledModel.Make<TiledPerChannel>();
        return UpdateDigest.Of(every) + UpdateDigest.Of(rows)
            + MeasuresDigest.Of<MeasuredTiled>() + MeasuresDigest.Of<MeasuredPerChannel>();
    }
}
