using Experiments.Runs;

namespace Experiments.Running;

/// <summary>One run that is to be done.</summary>
/// <param name="Settings">What it is.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Data">Folder of the data; null: what the network has without one.</param>
/// <param name="Out">Folder of the runs' files.</param>
/// <param name="Augment">Whether training varies the images.</param>
/// <param name="ZigZag">Whether zig-zag is measured.</param>
/// <param name="TensorBoard">Folder of the runs' event files; null: none are written.</param>
internal sealed record Job(RunSettings Settings, int Epochs, string? Data, bool Augment, string Out, bool ZigZag, string? TensorBoard)
{
    /// <summary>The run's file.</summary>
    public string Path => System.IO.Path.Combine(Out, Settings.Id + RunReader.Extension);

    /// <summary>Its checkpoint, which is there while it is not finished.</summary>
    public string CheckpointPath => System.IO.Path.Combine(Out, Settings.Id + ".checkpoint");

    /// <summary>The run's event files.</summary>
    public string? TensorBoardPath => TensorBoard is null ? null : System.IO.Path.Combine(TensorBoard, Settings.Id);

    /// <summary>Gradient evaluations of an epoch, in units of one for each minibatch.</summary>
    public int Gradients(int epoch) => Settings.Period is { } period && epoch % period == 0 ? 2 : 1;

    /// <summary>Those of the epochs behind one.</summary>
    public int GradientsAfter(int epoch) => Enumerable.Range(epoch + 1, Epochs - epoch).Sum(Gradients);
}
