namespace QuantDsl;

/// <summary>A step of training, for <see cref="FitOptions.OnStep"/>.</summary>
public readonly record struct StepReport
{
    /// <summary>Number of the epoch, counting from 1, those of earlier runs of the model included.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of the step within its epoch, from 1.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public required long StepsPerEpoch { get; init; }

    /// <summary>The kind of step.</summary>
    public required TrainingPhase Phase { get; init; }

    /// <summary>The minibatch's loss, before the step changed the weights.</summary>
    public required float Loss { get; init; }

    /// <summary>Learning rate of the step.</summary>
    public required float LearningRate { get; init; }
}
