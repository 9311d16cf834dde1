using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>Processes with fewer vector instructions choose the width that they have, and compute the same bits in every width.</summary>
[Trait("Category", "Slow")]
public sealed class ProductWidthTests
{
    private static readonly Lazy<string> Digest = new(Products);

    [LinuxTheory]
    [InlineData("DOTNET_EnableAVX512", "0", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 128)]
    [InlineData("DOTNET_EnableAVX2", "0", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 128)]
    public void Fewer_vectors_give_the_same_bits(string variable, string value, int width)
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.ProductDigest, (variable, value));

        Assert.True(child.ExitCode == 0, child.Output);
        string[] lines = child.Output.Split('\n');
        Assert.Contains($"width {Math.Min(width, VectorWidth.Bits)}", lines);
        Assert.Contains($"digest {Digest.Value}", lines);
    }

    [Fact]
    public void The_widest_vectors_are_used()
    {
        bool has256 = Avx2.IsSupported && Fma.IsSupported;
        Assert.Equal(Vector512.IsHardwareAccelerated ? 512 : has256 ? 256 : 128, VectorWidth.Bits);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Print()
    {
        Console.WriteLine($"width {VectorWidth.Bits}");
        Console.WriteLine($"digest {Products()}");
    }

    private static string Products()
    {
        ConvolutionCase convolution = new ConvolutionCase(3, 5, 7, 9, 21, (3, 2), (2, 1), (1, 0)) { Batch = 11 }.Fill(1);
        ConvolutionCase linear = ConvolutionCase.Linear(10, 37, 41).Fill(2);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add<Lanes16>();
        Add<Lanes8>();
        Add<Lanes4>();
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            foreach (ConvolutionCase test in (ConvolutionCase[])[convolution, linear])
            {
                hash.AppendData(MemoryMarshal.AsBytes<float>(ConvolutionRun<TLanes>.Forward(test)));
                hash.AppendData(MemoryMarshal.AsBytes<float>(ConvolutionRun<TLanes>.InputGradient(test)));
                hash.AppendData(MemoryMarshal.AsBytes<float>(ConvolutionRun<TLanes>.WeightGradient(test, gathered: false)));
                hash.AppendData(MemoryMarshal.AsBytes<float>(ConvolutionRun<TLanes>.WeightGradient(test, gathered: true)));
                hash.AppendData(MemoryMarshal.AsBytes<float>(ConvolutionRun<TLanes>.BiasGradient(test)));
            }
        }
    }
}
