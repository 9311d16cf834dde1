using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Kernels;

/// <summary>Processes with fewer vector instructions, or none, compute the same bits in every width.</summary>
[Trait("Category", "Slow")]
public sealed unsafe class KernelWidthTests
{
    private static readonly Lazy<string> Digest = new(Kernels);

    [LinuxTheory]
    [InlineData("DOTNET_EnableAVX512", "0", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256", 256)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 128)]
    [InlineData("DOTNET_EnableAVX2", "0", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 128)]
    public void Fewer_vectors_give_the_same_bits(string variable, string value, int width)
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.KernelDigest, (variable, value));

        Assert.True(child.ExitCode == 0, child.Output);
        string[] lines = child.Output.Split('\n');
        Assert.Contains($"width {Math.Min(width, VectorWidth.Bits)}", lines);
        Assert.Contains($"digest {Digest.Value}", lines);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Print()
    {
        Console.WriteLine($"width {VectorWidth.Bits}");
        Console.WriteLine($"digest {Kernels()}");
    }

    private static string Kernels()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddAll<Lanes4>(hash);
        AddAll<Lanes8>(hash);
        AddAll<Lanes16>(hash);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void AddAll<TLanes>(IncrementalHash hash)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var pooling = new PoolingCase(seed);
            float[] x = KernelData.Normal(pooling.Random, pooling.Input.Count);
            float[] gradient = KernelData.Normal(pooling.Random, pooling.Output.Count);
            (float[] values, byte[] places) = PoolingRun<TLanes>.Maximum(pooling, x);
            Add(values);
            hash.AppendData(places);
            Add(PoolingRun<TLanes>.MaximumGradient(pooling, places, gradient));
            Add(PoolingRun<TLanes>.Average(pooling, x));
            Add(PoolingRun<TLanes>.AverageGradient(pooling, gradient));
            Add(BatchNormRun.Of<TLanes, Relu>(new BatchNormCase(seed, isFeatures: seed % 2 == 0)).All);
            (float[] y, float[] inputGradient, float[] products, float[] gradients) = new LayerNormCase(seed).Run<TLanes, Gelu>();
            Add([.. y, .. inputGradient, .. products, .. gradients]);
            var loss = new LossCase(seed);
            Add(loss.Run(SquaredHingeLoss.Run, loss.Samples * loss.Classes));
            Add(loss.Run(CrossEntropyLoss.Run<TLanes>, loss.Samples));
        }

        using var images = new GuardedImages(new ImageShape(3, 5, 7, 9), KernelData.Normal(new Random(1), 3 * 5 * 7 * 9));
        Dropout.Run<TLanes>(images.Batch, new DropoutStream(1, 2, 3, 0.3), images.Batch, new UnitRange(0, 3));
        Add(images.Written());
        Add(Apply(new ExpFunction()));
        Add(Apply(new LogFunction()));
        Add(Apply(new TanhFunction()));
        Add(Apply(new LogisticFunction()));

        void Add(float[] results) => hash.AppendData(MemoryMarshal.AsBytes<float>(results));

        float[] Apply<TFunction>(TFunction function)
            where TFunction : IFunction
        {
            float[] x = KernelData.Normal(new Random(2), 1024, mean: 5, deviation: 5);
            float[] y = new float[x.Length];
            fixed (float* source = x, target = y)
            {
                for (int i = 0; i < x.Length; i += TLanes.Count)
                    TLanes.Store(function.Of(TLanes.Load(source + i)), target + i);
            }
            return Array.ConvertAll(y, value => float.IsNaN(value) ? float.NaN : value); // log of what is below 0: NaN of either sign
        }
    }
}
