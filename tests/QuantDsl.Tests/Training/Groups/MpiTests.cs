using System.Diagnostics;
using QuantDsl.Tests.Bits;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>Processes that mpirun starts on this machine.</summary>
[Trait("Category", "Slow")]
public sealed class MpiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MpiFact]
    public void A_run_that_is_cancelled_killed_and_resumed_by_other_numbers_of_ranks_ends_in_the_bytes_of_a_single_process()
    {
        using (MpiRun two = new(2, "fit", _folder.Path))
        {
            Assert.NotNull(two.ReadTo("epoch 1"));
            two.Signal("TERM", rank: 1);
            (int code, string output, string errors) = two.End();
            Assert.True(code == 0, errors);
            Assert.Contains("rank 0 was cancelled", output);
            Assert.Contains("rank 1 was cancelled", output);
            Assert.DoesNotContain("done", output);
        }

        using (MpiRun four = new(4, "fit", _folder.Path))
        {
            Assert.NotNull(four.ReadTo("epoch"));
            four.Signal("KILL", rank: 3);
            var waited = Stopwatch.StartNew();
            (int code, string output, string errors) = four.End();
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), $"the others have gone on for {waited.Elapsed}");
            Assert.NotEqual(0, code);
            Assert.Contains("rank 3", errors);
            Assert.DoesNotContain("done", output);
        }

        Finish(2, _folder);
        using TemporaryFolder whole = new();
        using (Process alone = BitsProgram.Start(["fit", whole.Path]))
        {
            Assert.Contains("done", alone.StandardOutput.ReadToEnd());
            alone.WaitForExit();
        }
        Assert.Equal(Model(whole), Model(_folder));
        using TemporaryFolder byFour = new();
        Finish(4, byFour);
        Assert.Equal(Model(whole), Model(byFour));
    }

    [MpiFact]
    public void Ranks_with_other_data_or_weights_are_refused()
    {
        Refuse("otherdata", "the training set is '400 of 1×14×14");
        Refuse("otherseed", "the model's seed is '9' in rank 0");
    }

    private void Refuse(string fault, string difference)
    {
        using MpiRun run = new(2, "fit", _folder.Path, fault);
        (int code, _, string errors) = run.End();
        Assert.Equal(1, code);
        Assert.Contains("The processes of the group do not train the same: " + difference, errors);
        Assert.Contains("in rank 1 (", errors);
    }

    private static void Finish(int ranks, TemporaryFolder folder)
    {
        using MpiRun run = new(ranks, "fit", folder.Path);
        (int code, string output, string errors) = run.End();
        Assert.True(code == 0, errors);
        Assert.Contains("done", output);
    }

    private static byte[] Model(TemporaryFolder folder) => File.ReadAllBytes(folder.File("model.safetensors"));
}
