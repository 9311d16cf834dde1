namespace QuantDsl;

/// <summary>Training that does not hold up its caller.</summary>
public static class AsyncTraining
{
    /// <summary>
    /// Trains as <c>Fit</c> does, on a thread of its own. Callbacks of the options run on that thread; an <see
    /// cref="FitOptions.EpochProgress"/> passes reports to another. A run that is cancelled has not failed: the task has its report, with
    /// <see cref="TrainingReport.Cancelled"/>.
    /// </summary>
    /// <typeparam name="TModel">The model's class.</typeparam>
    /// <param name="model">The model. While the task runs it may predict, but is neither trained nor disposed by others.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="validation">Samples whose accuracy selects the best epoch.</param>
    /// <param name="options">Overrides of the declared recipe, checkpoints and reporting.</param>
    /// <param name="cancellationToken">Cancels the run after the current step, as does <see cref="FitOptions.CancellationToken"/>.</param>
    /// <returns>The report; the task throws what <c>Fit</c> throws.</returns>
    public static async Task<TrainingReport> FitAsync<TModel>(
        this TModel model, Dataset train, Dataset? validation = null, FitOptions? options = null,
        CancellationToken cancellationToken = default)
        where TModel : IQuantModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new FitOptions();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, cancellationToken);
        FitOptions cancellable = options with { CancellationToken = either.Token };
        return await Task.Factory.StartNew(
            () => model.Fit(train, validation, cancellable),
            CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
            .ConfigureAwait(false);
    }
}
