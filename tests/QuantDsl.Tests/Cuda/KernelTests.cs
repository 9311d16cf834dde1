using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>The kernels, on the emulated device, beside the engine of the CPU.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class KernelTests
{
    /// <summary>Several tiles, whole ones and parts, with each grid; every grid with rows and without; layers of one weight.</summary>
    private static readonly Dictionary<string, Func<TiledModel>> Models = new()
    {
        ["binary"] = () => TiledModel.Make<TiledBinary>(),
        ["linear 2"] = () => TiledModel.Make<TiledTernary>(),
        ["linear 3"] = () => TiledModel.Make<TiledLinear3>(),
        ["linear 8"] = () => TiledModel.Make<TiledLinear8>(),
        ["logarithmic 4"] = () => TiledModel.Make<TiledLogarithmic4>(),
        ["two-scale"] = () => TiledModel.Make<TiledTwoScale>(),
        ["exact"] = () => TiledModel.Make<TiledExact>(),
        ["exact two-scale"] = () => TiledModel.Make<TiledExactTwoScale>(),
        ["full precision"] = () => TiledModel.Make<TiledFullPrecision>(),
        ["every grid"] = () => TiledModel.Make<CudaPerLayer>(),
        ["every grid per channel"] = () => TiledModel.Make<CudaPerChannel>(),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [ClangTheory]
    [MemberData(nameof(Names))]
    public void Agree_with_the_CPU_after_every_update(string name) => KernelComparison.Run(EmulatedDevice.Shared, Models[name]());

    /// <summary>What a run leaves, bit by bit, for devices of one to seven blocks and some orders of blocks, warps and lanes.</summary>
    [ClangTheory]
    [InlineData("every grid")]
    [InlineData("every grid per channel")]
    [InlineData("binary")]
    public void Give_the_same_bits_for_any_number_of_blocks_in_any_order(string name)
    {
        string expected = Digest(name, blocks: 3, order: 0);
        Assert.Equal(expected, Digest(name, blocks: 1, order: 1));
        Assert.Equal(expected, Digest(name, blocks: 2, order: 2));
        Assert.Equal(expected, Digest(name, blocks: 7, order: 3));
        Assert.Equal(expected, Digest(name, blocks: 4, order: 5));
    }

    private string Digest(string name, int blocks, uint order)
    {
        using TiledModel model = Models[name]();
        using KernelUpdate update = new(EmulatedDevice.Shared, model, blocks, order);
        ChosenGradients gradients = new(model, 1e-2);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((UpdateKind kind, int step) in new[] { (UpdateKind.Laq, 1), (UpdateKind.Trial, 2), (UpdateKind.Backtrack, 2) })
        {
            update.Run(kind, TiledModel.Step(step), gradients.Jump(0.5, 0.9, factor: 30));
            for (int i = 0; i < update.Parameters; i++)
            {
                hash.AppendData(MemoryMarshal.AsBytes(update.Latent(i)));
                hash.AppendData(MemoryMarshal.AsBytes(update.Quantized(i)));
                hash.AppendData(MemoryMarshal.AsBytes(update.FirstMoment(i)));
                hash.AppendData(MemoryMarshal.AsBytes(update.SecondMoment(i)));
            }
            hash.AppendData(MemoryMarshal.AsBytes(update.Scales));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
