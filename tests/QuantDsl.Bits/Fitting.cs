using QuantDsl.Bits.Models;

namespace QuantDsl.Bits;

/// <summary>A run with checkpoints, which goes on from the last one if there is any, and saves the model when it is done.</summary>
internal static class Fitting
{
    private const int Epochs = 6;

    /// <summary>Runs in a folder.</summary>
    public static void Run(string folder)
    {
        (float[] inputs, int[] labels) = Samples.Draw(400, 14 * 14, seed: 77);
        using var data = Dataset.FromArrays(inputs, [1, 14, 14], [.. labels.Select(label => (long)label)], classes: 10);
        using var model = new LeNet5(seed: 9);
        model.Fit(data, options: new FitOptions
        {
            Epochs = Epochs,
            CheckpointPath = Path.Combine(folder, "run.checkpoint"),
            CheckpointInterval = TimeSpan.Zero,
            HandleCtrlC = false,
            OnEpoch = epoch => Console.WriteLine($"epoch {epoch.Epoch}"),
        });
        model.Save(Path.Combine(folder, "model.safetensors"));
        Console.WriteLine("done");
    }
}
