using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>How a run trains: what the model declares, with the options of <c>Fit</c> in its place where they say otherwise.</summary>
/// <param name="Method"><c>"laq"</c>, <c>"blaq"</c> or <c>"adam"</c>, as the run trains.</param>
/// <param name="Blend">Weight of the current gradient in a backtrack step.</param>
/// <param name="Schedule">The epochs.</param>
internal sealed record RunSettings(string Method, double Blend, TrainingSchedule Schedule)
{
    /// <summary>Whether any epoch may backtrack.</summary>
    public bool Backtracks => Schedule.BacktrackPeriod > 0;

    /// <summary>Checks what the model declares and what the options say, and puts them together.</summary>
    /// <param name="model">Name of the model's class, for messages.</param>
    /// <param name="method">Declared method: <c>"laq"</c>, <c>"blaq"</c> or <c>"adam"</c>.</param>
    /// <param name="backtrackPeriod">Declared period; 0 means none.</param>
    /// <param name="blend">Declared weight of the current gradient.</param>
    /// <param name="trained">Number of epochs that the model was trained before.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="stepsPerEpoch">Number of steps per epoch.</param>
    /// <param name="options">The user's options.</param>
    /// <exception cref="ArgumentException">
    /// An argument is out of range, or an option of backtracking has no effect on this model.
    /// </exception>
    public static RunSettings Of(
        string model, string method, int backtrackPeriod, double blend, int trained, int epochs, long stepsPerEpoch, FitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (method is not ("laq" or "blaq" or "adam"))
            throw new ArgumentException($"Expected \"laq\", \"blaq\" or \"adam\", got \"{method}\".", nameof(method));
        if (stepsPerEpoch < 1)
        {
            throw new ArgumentException(
                $"{model} has nothing to train on: the training set is smaller than one batch.", nameof(stepsPerEpoch));
        }

        int first = options.FirstEpoch ?? (trained + 1);
        if (epochs > int.MaxValue - first)
        {
            throw new ArgumentException(
                Invariant($"{epochs} epochs from epoch {first} on are more than can be counted: lower FitOptions.Epochs or FirstEpoch."),
                nameof(options));
        }

        int period = options.BacktrackPeriod ?? backtrackPeriod;
        if (method == "adam" && period > 0)
        {
            throw new ArgumentException(
                Invariant($"{model} has no quantized weights to backtrack: FitOptions.BacktrackPeriod must be null or 0; it is {period}."),
                nameof(options));
        }

        if (period == 0 && options.Blend is { } unused)
        {
            throw new ArgumentException(
                Invariant(
                    $"No epoch of {model} backtracks, so FitOptions.Blend ({unused}) has no effect: set FitOptions.BacktrackPeriod, too."),
                nameof(options));
        }

        return new RunSettings(
            method == "adam" ? method : period > 0 ? "blaq" : "laq",
            options.Blend ?? blend,
            new(first, epochs, stepsPerEpoch, method == "adam" ? TrainingPhase.Adam : TrainingPhase.Laq, period));
    }
}
