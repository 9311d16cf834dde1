using Experiments.Runs;

namespace Experiments.Running;

/// <summary>A run to be trained, with its files.</summary>
/// <param name="Settings">Settings of the run.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Data">Folder of the data; null: data that needs no folder.</param>
/// <param name="Out">Folder of the runs' files.</param>
/// <param name="Augment">Whether training images are augmented.</param>
/// <param name="ZigZag">Whether zig-zag is measured.</param>
/// <param name="TensorBoard">Folder of the runs' event files; null: none are written.</param>
/// <param name="Metrics">Whether the run's summary has what the best model makes of each class.</param>
internal sealed record Job(
    RunSettings Settings, int Epochs, string? Data, bool Augment, string Out, bool ZigZag, string? TensorBoard, bool Metrics = false)
{
    /// <summary>The run's file.</summary>
    public string Path => System.IO.Path.Combine(Out, Settings.Id + RunReader.Extension);

    /// <summary>The run's checkpoint, which exists until the run is finished.</summary>
    public string CheckpointPath => System.IO.Path.Combine(Out, Settings.Id + ".checkpoint");

    /// <summary>Folder of the run's event files; null: none are written.</summary>
    public string? TensorBoardPath => TensorBoard is null ? null : System.IO.Path.Combine(TensorBoard, Settings.Id);

    /// <summary>Number of gradient evaluations per minibatch in an epoch: 2 if it backtracks, otherwise 1.</summary>
    public int Gradients(int epoch) => Settings.Period is { } period && epoch % period == 0 ? 2 : 1;

    /// <summary>Sum of <see cref="Gradients"/> over the epochs after one.</summary>
    public int GradientsAfter(int epoch) => Enumerable.Range(epoch + 1, Epochs - epoch).Sum(Gradients);
}
