namespace QuantDsl.Cuda;

/// <summary>Losses of an epoch's steps, which a device adds up. Asking for them waits for it.</summary>
internal interface IDeviceLosses
{
    /// <summary>The sum of all since the epoch began.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a gradient was NaN or infinite.</exception>
    double Total();

    /// <summary>That of the last step.</summary>
    /// <inheritdoc cref="Total"/>
    float Last();
}
