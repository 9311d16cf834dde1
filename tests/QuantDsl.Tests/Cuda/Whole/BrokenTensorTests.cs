using QuantDsl.Tests.Cuda.Emulation;
using Xunit.Sdk;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Kernels for tensor cores that are broken on purpose: the tests of products see each.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class BrokenTensorTests
{
    [ClangTheory]
    [InlineData("Signs", 1, false, "the smallest part of a number left out", "rank = Parts - 1;", "rank = Parts - 2;")]
    [InlineData("Signs", 1, false, "terms exchanged in a fragment", "left[i][part][0], left[i][part][2]", "left[i][part][2], left[i][part][0]")]
    [InlineData("Signs", 1, false, "signs exchanged in a word", "0x3f803f80 | (signs & 1) << 15 | (signs & 2) << 30", "0x3f803f80 | (signs & 2) << 14 | (signs & 1) << 31")]
    [InlineData("Trits", 1, false, "signs of trits forgotten", "0x3f800000 | (signs & 1) << 15 | (signs & 2) << 30", "0x3f800000")]
    [InlineData("Trits", 1, true, "one scale for all outputs", "values[IsByOutput ? output / Outputs : 0] / Unit", "values[0] / Unit")]
    [InlineData("Levels", 7, true, "scales of the terms forgotten", "operand(line, term) * scales.of(term % Outputs)", "operand(line, term)")]
    [InlineData("Levels", 7, false, "levels in other units", "q / alpha * Unit", "q / alpha")]
    [InlineData("Levels", 7, false, "packed by input in the order of outputs", "term % Outputs * Inputs + line", "line * Outputs + term % Outputs")]
    [InlineData("Plain", 1, false, "terms beyond the last", "= term < end ? operand(line, term) : 0.0f", "= operand(line, term)")]
    [InlineData("Plain", 1, false, "no barrier before the memory is used again", "__syncthreads(); // what was in memory is read", "")]
    [InlineData("Plain", 1, false, "no barrier behind a panel", "__syncthreads(); // all is there; the other stage is read", "")]
    [InlineData("Plain", 1, false, "one stage for all panels", "stage = 1 - stage;", "")]
    public void Are_seen(string form, int unit, bool isByOutput, string what, string old, string @new)
    {
        Exception? seen = Record.Exception(() =>
        {
            IEnumerable<double> errors = TensorProductTests.Errors(
                new(form, unit, isByOutput), inputs: 41, outputs: 67, "TensorTile<1, 16, 3>", parts: 3, Change(old, @new));
            Assert.All(errors, error => Assert.InRange(error, 0, TensorProductTests.AsFloat32));
        });
        AssertSeen(what, seen);
    }

    [ClangTheory]
    [InlineData("taps exchanged", "Vertical::input(pixel / Y::Width, tap / Horizontal::Kernel)", "Vertical::input(pixel / Y::Width, tap % Horizontal::Kernel)")]
    [InlineData("taps of ∂x exchanged", "Vertical::output(pixel / X::Width, tap / Horizontal::Kernel)", "Vertical::output(pixel / X::Width, tap % Horizontal::Kernel)")]
    [InlineData("pixels that were not chosen", "places[i] == place", "places[i] != place")]
    public void Are_seen_in_convolutions(string what, string old, string @new) =>
        AssertSeen(what, Record.Exception(() => TensorConvolutionTests.Compare(
            new("Signs", 1, false), new(5, 6, 10, 36), new(3, 1, 1, 1), "TensorTile<1, 32, 3>", new(2, 2, 0), Change(old, @new))));

    [ClangTheory]
    [InlineData("rows exchanged in a fragment", "{early[0], late[0], early[4], late[4]}", "{early[0], early[4], late[0], late[4]}")]
    [InlineData("one scale for all gates", "weights.scales.of(gate * Hidden + own)", "weights.scales.of(own)")]
    [InlineData("scales of the terms forgotten in ∂", "gradient * weights.scales.of(term)", "gradient")]
    [InlineData("states before they are written", "__syncthreads(); // the rows before are read, and the next are written", "")]
    [InlineData("rows before they are there", "__syncthreads(); // all is there\n", "")]
    [InlineData("terms of the first rows again", "if (first == 0 || atOnce < Terms)", "if (first == 0 && start == 0)")]
    public void Are_seen_in_recurrences(string what, string old, string @new) =>
        AssertSeen(what, Record.Exception(() => TensorRecurrenceTests.Compare(
            "Lstm", "Trits", unit: 1, scales: 4, hidden: 66, samples: 9, Change(old, @new))));

    private static Func<string, string> Change(string old, string @new) => source =>
    {
        string[] parts = source.Split("#line 1 \"Mma.cuh\""); // what is here stands in others' templates, too
        Assert.Contains(old, parts[1]);
        return $"{parts[0]}#line 1 \"Mma.cuh\"{parts[1].Replace(old, @new, StringComparison.Ordinal)}";
    };

    private static void AssertSeen(string what, Exception? seen)
    {
        EmulatedDevice.Shared.Repair();
        Assert.True(seen is XunitException or EmulationException, $"{what}: {seen?.ToString() ?? "nobody has seen it"}");
        Assert.DoesNotContain("compile", seen!.Message, StringComparison.Ordinal);
    }
}
