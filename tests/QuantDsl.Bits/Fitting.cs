using QuantDsl.Bits.Models;

namespace QuantDsl.Bits;

/// <summary>
/// A run with checkpoints, which goes on from the last one if there is any, and saves the model when it is done. Started by mpirun, it is
/// one run of all processes.
/// </summary>
internal static class Fitting
{
    private const int Epochs = 6;

    /// <summary>Runs in a folder.</summary>
    /// <param name="folder">Where checkpoint and model are.</param>
    /// <param name="faults">What is wrong in all processes but the first.</param>
    public static int Run(string folder, string[] faults)
    {
        ITrainingGroup? group = Mpi.World;
        int rank = group?.Rank ?? 0;
        bool Differs(string what) => rank > 0 && faults.Contains(what);
        Console.WriteLine($"rank {rank} of {group?.Size ?? 1} is {Environment.ProcessId}");
        (float[] inputs, int[] labels) = Samples.Draw(400, 14 * 14, seed: Differs("otherdata") ? 78 : 77);
        using var data = Dataset.FromArrays(inputs, [1, 14, 14], [.. labels.Select(label => (long)label)], classes: 10);
        using var model = new LeNet5(seed: Differs("otherseed") ? 10 : 9);
        try
        {
            TrainingReport report = model.Fit(data, options: new FitOptions
            {
                Epochs = Epochs,
                Seed = 9,
                CheckpointPath = Path.Combine(folder, "run.checkpoint"),
                CheckpointInterval = TimeSpan.Zero,
                HandleCtrlC = false,
                OnEpoch = epoch => Console.WriteLine($"epoch {epoch.Epoch}"),
                Group = group,
            });
            if (report.Cancelled)
            {
                Console.WriteLine($"rank {rank} was cancelled");
                return 0;
            }
        }
        catch (InvalidOperationException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return 1;
        }
        if (rank == 0)
        {
            model.Save(Path.Combine(folder, "model.safetensors"));
            Console.WriteLine("done");
        }
        return 0;
    }
}
