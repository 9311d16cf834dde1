using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training.Groups;

/// <summary>Processes of a group that stop, fail or differ: none of the others waits for ever, and the message says who it was.</summary>
public sealed class GroupFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void When_one_is_cancelled_all_stop_after_the_same_step_and_another_number_goes_on()
    {
        FitOptions options = SmallData.Quiet(4) with { CheckpointPath = _folder.File("run.checkpoint") };
        using var stop = new CancellationTokenSource();
        TrainingReport[] reports = ThreadGroup.Results(4, group =>
        {
            int exchanges = 0;
            if (group.Rank == 2)
                group.BeforeExchange = () => Act(++exchanges == 200, stop.Cancel);
            return Fit(options with { Group = group, CancellationToken = group.Rank == 2 ? stop.Token : default }).Report;
        });
        Assert.All(reports, report => Assert.True(report.Cancelled));
        Assert.InRange(reports[0].Epochs.Count, 0, 3);

        byte[][] resumed = ThreadGroup.Results(2, group => Fit(options with { Group = group, Epochs = 4 }).Bits);
        byte[] expected = Fit(SmallData.Quiet(4)).Bits;
        Assert.Equal(expected, resumed[0]);
        Assert.Equal(expected, resumed[1]);
    }

    [Fact]
    public void When_one_fails_all_end_and_are_told_who_it_was()
    {
        (_, Exception?[] failures, List<string> messages) = ThreadGroup.Run(4, group =>
        {
            int exchanges = 0;
            if (group.Rank == 1)
                group.BeforeExchange = () => Act(++exchanges == 100, () => throw new InvalidDataException("a disk is gone"));
            return Fit(SmallData.Quiet(4) with { Group = group });
        });
        Assert.Equal(["rank 1 (here) has failed, and ends the run of all 4 ranks: InvalidDataException: a disk is gone"], messages);
        Assert.IsType<InvalidDataException>(failures[1]);
        Assert.All([failures[0], failures[2], failures[3]], failure => Assert.IsType<ThreadGroup.GroupEndedException>(failure));
    }

    [Fact]
    public void The_first_alone_is_called_after_an_epoch_and_may_evaluate_end_or_fail()
    {
        int epochs = 0;
        TrainingReport[] reports = ThreadGroup.Results(2, group =>
        {
            using TinyMlp model = new(seed: 3);
            using var stop = new CancellationTokenSource();
            return model.Fit(SmallData.Train, SmallData.Test, SmallData.Quiet(4) with
            {
                Group = group,
                CancellationToken = stop.Token,
                OnEpoch = epoch =>
                {
                    Assert.Equal(epoch.ValidationAccuracy, model.Evaluate(SmallData.Test));
                    Act(++epochs == 2, stop.Cancel);
                },
            });
        });
        Assert.Equal(2, epochs);
        Assert.All(reports, report => Assert.Equal((true, 2), (report.Cancelled, report.Epochs.Count)));

        (_, _, List<string> messages) = ThreadGroup.Run(
            2, group => Fit(SmallData.Quiet(4) with { Group = group, OnEpoch = _ => throw new InvalidDataException("enough") }));
        Assert.Equal(["rank 0 (here) has failed, and ends the run of all 2 ranks: InvalidDataException: enough"], messages);
    }

    [Fact]
    public void Only_the_first_writes_files()
    {
        ThreadGroup.Results(2, group =>
        {
            string folder = Directory.CreateDirectory(_folder.File($"rank{group.Rank}")).FullName;
            return Fit(SmallData.Quiet(1) with
            {
                Group = group,
                Progress = ProgressMode.Rows,
                Output = group.Rank == 0 ? TextWriter.Null : new StringWriter(),
                CheckpointPath = Path.Combine(folder, "run.checkpoint"),
                ReportPath = Path.Combine(folder, "report.json"),
                TensorBoardPath = Path.Combine(folder, "board"),
            });
        });
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder.File("rank0")).Length);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("rank1")));
    }

    [Fact]
    public void All_report_the_same_divergence_as_a_single_process()
    {
        Dataset train = DrawnData.For(TinyMlp.Info, 64, seed: 1);
        var steps = new FitOptions { Epochs = 1, Progress = ProgressMode.None, HandleCtrlC = false };
        string alone = Assert.Throws<TrainingDivergedException>(() => Diverge(steps)).Message;
        (_, Exception?[] failures, List<string> messages) = ThreadGroup.Run(4, group => Diverge(steps with { Group = group }));
        Assert.All(failures, failure => Assert.Equal(alone, failure!.Message));
        Assert.Empty(messages);

        TrainingReport Diverge(FitOptions options)
        {
            using TinyMlp model = new(seed: 3);
            float[] huge = new float[24 * 784];
            Array.Fill(huge, float.MaxValue);
            model.Fc1.SetLatent(huge);
            return model.Fit(train, options: options);
        }
    }

    [Fact]
    public void Differences_are_named()
    {
        Refuse("the training set is '200 of 1×28×28, ", group => Fit(
            SmallData.Quiet(1) with { Group = group }, train: group.Rank == 0 ? SmallData.Train : SmallData.Mislabelled));
        Refuse("the period of backtracking is '2' in rank 0 (here), but '1' in rank 1 (here). Start the same program", group => Fit(
            SmallData.Quiet(1) with { Group = group, BacktrackPeriod = group.Rank == 0 ? 2 : 1 }));
        Refuse("the test set is 'none'", group => Fit(
            SmallData.Quiet(1) with { Group = group, Test = group.Rank == 0 ? null : SmallData.Test }));
        Refuse("the number of steps trained is '6' in rank 0 (here), but '0' in rank 1 (here). Make TinyMlp with", group =>
        {
            string path = _folder.File($"{group.Rank}.checkpoint");
            if (group.Rank == 0)
                Fit(SmallData.Quiet(1) with { CheckpointPath = path });
            return Fit(SmallData.Quiet(2) with { Group = group, CheckpointPath = path });
        });
        Refuse("the digest of the weights is", group =>
        {
            using TinyMlp model = new(seed: 3);
            if (group.Rank == 1)
                model.Fc1.SetLatent(new float[24 * 784]);
            return model.Fit(SmallData.Train, options: SmallData.Quiet(1) with { Group = group });
        });
    }

    [Fact]
    public void Numbers_of_processes_that_cannot_share_a_minibatch_are_refused()
    {
        RefuseNumber(3, "so that 1, 2, 4 or 8 processes can share it, each with as many; FitOptions.Group has 3.", group =>
            Fit(SmallData.Quiet(1) with { Group = group }));
        RefuseNumber(2, "which are 8 shards of at most 1: of 2 processes the last would get no sample. Start fewer, or", group =>
        {
            using TinySignalNet model = new(seed: 3);
            return model.Fit(DrawnData.For(TinySignalNet.Info, 20, seed: 1), options: SmallData.Quiet(1) with { Group = group });
        });
    }

    private static void Refuse<T>(string difference, Func<ThreadGroup, T> body)
    {
        (_, Exception?[] failures, _) = ThreadGroup.Run(2, body);
        Assert.All(failures, failure => Assert.Contains(
            $"The processes of the group do not train the same: {difference}", Assert.IsType<InvalidOperationException>(failure).Message));
    }

    private static void RefuseNumber<T>(int ranks, string message, Func<ThreadGroup, T> body)
    {
        (_, Exception?[] failures, _) = ThreadGroup.Run(ranks, body);
        Assert.All(failures, failure => Assert.Contains(message, Assert.IsType<ArgumentException>(failure).Message));
    }

    private static (TrainingReport Report, byte[] Bits) Fit(FitOptions options, Dataset? train = null)
    {
        using TinyMlp model = new(seed: 3);
        TrainingReport report = model.Fit(train ?? SmallData.Train, options: options);
        return (report, ModelBits.Of(model));
    }

    private static void Act(bool now, Action action)
    {
        if (now)
            action();
    }
}
