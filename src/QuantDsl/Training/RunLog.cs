using Microsoft.Extensions.Logging;

namespace QuantDsl.Training;

/// <summary>What a run tells the user's logger, if there is one. A logger that fails does not end a run.</summary>
/// <param name="logger">The logger.</param>
/// <param name="model">Name of the model's class.</param>
internal sealed partial class RunLog(ILogger? logger, string model)
{
    /// <summary>The run begins.</summary>
    public void Begun(TrainingSchedule schedule, string device) =>
        Try(log => Begun(log, model, schedule.First, schedule.Last, schedule.StepsPerEpoch, device));

    /// <summary>An epoch is done.</summary>
    public void Ended(EpochReport epoch, int last) =>
        Try(log => Ended(log, model, epoch.Epoch, last, epoch.TrainLoss, epoch.ValidationAccuracy, epoch.LearningRate, epoch.Seconds));

    /// <summary>The run is done.</summary>
    /// <param name="summary">How it went.</param>
    public void Completed(string summary) => Try(log => Completed(log, model, summary));

    /// <summary>Something the user should know.</summary>
    public void Note(string note) => Try(log => Noted(log, model, note));

    /// <summary>Something went wrong beside training.</summary>
    public void Warn(string note) => Try(log => Failed(log, model, note));

    [LoggerMessage(1, LogLevel.Information, "{Model}: training of epochs {First} to {Last} begins, {Steps} steps each, on {Device}")]
    private static partial void Begun(ILogger logger, string model, int first, int last, long steps, string device);

    [LoggerMessage(
        2, LogLevel.Information,
        "{Model}: epoch {Epoch} of {Last}: train loss {TrainLoss}, validation accuracy {ValidationAccuracy}, learning rate {LearningRate}, "
        + "{Seconds} s")]
    private static partial void Ended(
        ILogger logger, string model, int epoch, int last, double trainLoss, double? validationAccuracy, float learningRate,
        double seconds);

    [LoggerMessage(3, LogLevel.Information, "{Model}: {Summary}")]
    private static partial void Completed(ILogger logger, string model, string summary);

    [LoggerMessage(4, LogLevel.Information, "{Model}: {Note}")]
    private static partial void Noted(ILogger logger, string model, string note);

    [LoggerMessage(5, LogLevel.Warning, "{Model}: {Note}")]
    private static partial void Failed(ILogger logger, string model, string note);

    private void Try(Action<ILogger> write)
    {
        if (logger is null)
            return;
        try
        {
            write(logger);
        }
        catch (Exception)
        {
            // The log is gone; training goes on.
        }
    }
}
