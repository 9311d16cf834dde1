using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Cuda.Whole;
using QuantDsl.Tests.Engine.Tiles;
using Xunit.Sdk;

namespace QuantDsl.Tests.Cuda;

/// <summary>Sorting that is broken on purpose: the comparison with the CPU sees each defect.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class BrokenSortTests
{
    private static readonly Dictionary<string, (string Old, string New)> Defects = new()
    {
        ["digits too few"] = ("DigitPasses = 32 / DigitBits;", "DigitPasses = 4;"),
        ["ascending"] = ("~__float_as_int(pair.magnitude)", "__float_as_int(pair.magnitude)"),
        ["another gain"] = ("sum.weighted * sum.weighted / sum.total", "sum.weighted / sum.total"),
        ["tiles before forgotten"] = ("Sums sum = before + sumBefore", "Sums sum = sumBefore"),
        ["threads before forgotten"] = ("before + sumBefore(sumOfThread(pairs, count))", "before"),
        ["the other side"] = ("takePairs<Quantizer>(values, curvature, range.end - range.start, side, to)",
            "takePairs<Quantizer>(values, curvature, range.end - range.start, 0, to)"),
        ["the row's next tile in the same place"] = ("first += moved;", "first += 0 * moved;"),
        ["digits of tiles not added up"] = ("        addDigits<kind>(memory);\n", ""),
        ["no barrier of the grid behind the places"] = ("        barrier.wait(); // all places are there\n", ""),
    };

    public static TheoryData<string> Names => [.. Defects.Keys];

    [ClangTheory]
    [MemberData(nameof(Names))]
    public void Is_seen(string defect)
    {
        var model = TiledModel.Make<SortedTiles>();
        string source = DeviceModel.NetworkOf(model.Model.GetType()).Update.Source;
        (string old, string @new) = Defects[defect];
        Assert.Contains(old, source);
        Exception seen = Assert.ThrowsAny<Exception>(() =>
            KernelComparison.Run(EmulatedDevice.Shared, model, blocks: 3, order: 2, source.Replace(old, @new, StringComparison.Ordinal)));
        EmulatedDevice.Shared.Repair();
        Assert.True(seen is XunitException or CudaException, seen.ToString());
        Assert.DoesNotContain("compile", seen.Message, StringComparison.Ordinal);
    }

    [ClangFact]
    public void Unbroken_it_is_fine() => KernelComparison.Run(EmulatedDevice.Shared, TiledModel.Make<SortedTiles>(), blocks: 3, order: 2);
}
