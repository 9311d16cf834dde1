namespace QuantDsl.Training;

/// <summary>Writes the scalars of a run for TensorBoard; TensorBoard's step is the number of the epoch.</summary>
internal sealed class TensorBoardLog : IDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _time;
    private EventFile? _file;

    /// <param name="folder">The run's folder, which is created immediately.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public TensorBoardLog(string folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(folder)
                ? "it is a file. Give the path of a folder."
                : $"{error.Message} Correct the path, or check its permissions.";
            throw new IOException($"Cannot write files for TensorBoard to '{folder}': {reason}", error);
        }
    }

    /// <summary>Returns the scale of each quantized parameter at present; the mean if it has several.</summary>
    public Func<IEnumerable<(string Parameter, double Scale)>> Scales { get; set; } = () => [];

    /// <summary>Writes the last one of the completed epochs. The first call creates the file.</summary>
    public void Write(IReadOnlyList<EpochReport> epochs)
    {
        EpochReport epoch = epochs[^1];
        _file ??= EventFile.Create(_folder, epoch.Epoch, _time);
        long gradients = epochs.Sum(each => each.GradientEvaluations);
        IEnumerable<(string Tag, double Value)> scales = Scales().Select(each => ($"scale/{each.Parameter}", each.Scale));
        _file.WriteScalars(epoch.Epoch, [.. Scalars(epoch), ("gradient_evaluations", gradients), .. scales]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static IEnumerable<(string Tag, double Value)> Scalars(EpochReport epoch)
    {
        yield return ("loss/train", epoch.TrainLoss);
        if (epoch.ValidationLoss is { } validationLoss)
            yield return ("loss/validation", validationLoss);
        if (epoch.TestLoss is { } testLoss)
            yield return ("loss/test", testLoss);
        if (epoch.ValidationAccuracy is { } validation)
            yield return ("accuracy/validation", validation);
        if (epoch.TestAccuracy is { } test)
            yield return ("accuracy/test", test);
        foreach ((string name, double? value) in epoch.Metrics ?? new Dictionary<string, double?>())
        {
            if (value is { } metric)
                yield return ($"metric/{name}", metric);
        }
        yield return ("learning_rate", epoch.LearningRate);
        yield return ("seconds", epoch.Seconds);
        foreach (ZigZagMeasures measures in epoch.ZigZag ?? [])
        {
            yield return ($"zigzag_level_flips/{measures.Parameter}", measures.LevelFlips);
            yield return ($"zigzag_largest_swing/{measures.Parameter}", measures.LargestSwing);
            if (measures.SignChanges is { } changes)
                yield return ($"zigzag_sign_changes/{measures.Parameter}", changes);
            if (measures.GradientCosine is { } gradient)
                yield return ($"zigzag_gradient_cosine/{measures.Parameter}", gradient);
            if (measures.TrialCosine is { } trial)
                yield return ($"zigzag_trial_cosine/{measures.Parameter}", trial);
        }
    }
}
