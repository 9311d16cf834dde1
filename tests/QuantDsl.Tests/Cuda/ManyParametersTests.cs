using System.Runtime.InteropServices;
using System.Text;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Cuda.Whole;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// More parameters than pointers fit into a kernel's arguments. The table is that of no class, which would take long to compile: the same
/// few parameters many times over. Each copy has to go the way of a table of one copy, whose kernels other tests compare with the CPU.
/// </summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class ManyParametersTests
{
    private const int Copies = 200;
    private const int Floats = 5136; // of a copy, with its gaps
    private const int Scales = 6; // of a copy

    /// <summary>Quantizers of the model whose source is used.</summary>
    private const int Binary = 0, TwoScale = 1, Ternary = 2;

    private static readonly int[] Counts = [4097, 5, 1001, 3];

    [ClangFact]
    public void Eight_hundred_are_updated_like_four()
    {
        using var model = new CudaBreakable();
        string source = DeviceModel.NetworkOf(model.GetType()).Update.OwnSource;
        Assert.Contains("List<BinaryClosedForm, AlternatingSolver<TwoScaleGrid>, AlternatingSolver<TernaryGrid>>", source);
        var random = new Random(3);
        float[][] latent = [.. Counts.Select(count => Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1).ToArray())];
        using KernelUpdate one = Make(copies: 1);
        using KernelUpdate many = Make(Copies);
        Assert.Equal(4 * Copies, many.Parameters);
        foreach (UpdateKind kind in new[] { UpdateKind.Laq, UpdateKind.Trial, UpdateKind.Backtrack })
        {
            float[][] gradients = [.. latent.Select(values => values.Select(_ => random.NextSingle() - 0.5f).ToArray())];
            one.Run(kind, TiledModel.Step(1), gradients);
            many.Run(kind, TiledModel.Step(1), [.. Enumerable.Repeat(gradients, Copies).SelectMany(each => each)]);
            for (int number = 0; number < many.Parameters; number++)
            {
                int like = number % Counts.Length;
                AssertSame(one.Latent(like), many.Latent(number), $"w of {number}, {kind}");
                AssertSame(one.Quantized(like), many.Quantized(number), $"q of {number}, {kind}");
                AssertSame(one.SecondMoment(like), many.SecondMoment(number), $"v of {number}, {kind}");
            }
            for (int copy = 0; copy < Copies; copy++)
                AssertSame(one.Scales, many.Scales.Slice(copy * Scales, Scales), $"scales of copy {copy}, {kind}");
        }

        KernelUpdate Make(int copies) => new(
            EmulatedDevice.Shared,
            new CudaProgram("Many", [.. Enumerable.Range(0, copies).SelectMany(Parameters)], Encoding.UTF8.GetBytes(source)),
            [.. Enumerable.Repeat(latent, copies).SelectMany(each => each)]);
    }

    private static IEnumerable<CudaParameter> Parameters(int copy)
    {
        int offset = copy * Floats;
        int scale = copy * Scales;
        yield return new(Ternary, CudaSolver.Alternating, offset, Counts[0], scale);
        yield return new(offset + 4112, Counts[1]);
        yield return new(TwoScale, CudaSolver.Alternating, offset + 4128, Counts[2], scale + 1, scalesPerRow: 2);
        yield return new(Binary, CudaSolver.ClosedForm, offset + 5132, Counts[3], scale + 3, rows: 3);
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)), $"{what} differ.");
}
