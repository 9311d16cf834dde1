namespace Experiments.Runs;

/// <summary>The first line of a run's file: what is needed to repeat it.</summary>
internal sealed record RunHeader
{
    /// <summary>Name of the run.</summary>
    public required string Id { get; init; }

    /// <summary>Settings that identify the run.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Whether zig-zag is measured.</summary>
    public bool ZigZag { get; init; }

    /// <summary>The data for training, validation and testing.</summary>
    public required DataFacts Data { get; init; }

    /// <summary>Samples per minibatch.</summary>
    public required int Batch { get; init; }

    /// <summary>Learning rate of the first epoch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Number of threads; only times depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>Version of QuantDsl, with the commit if it is known.</summary>
    public required string Library { get; init; }

    /// <summary>Processor, operating system and runtime.</summary>
    public required string Machine { get; init; }

    /// <summary>The first setting in which a run cannot go on from another one's file, in words; null if there is none.</summary>
    public string? Difference(RunHeader other) =>
        Settings != other.Settings ? $"it holds {other.Settings.Id}, not {Settings.Id}"
        : Epochs != other.Epochs ? Words("epochs", Epochs, other.Epochs)
        : ZigZag != other.ZigZag ? Words("measuring zig-zag", ZigZag ? "on" : "off", other.ZigZag ? "on" : "off")
        : Data != other.Data ? Words("data", Data, other.Data)
        : Batch != other.Batch ? Words("minibatch", Batch, other.Batch)
        : LearningRate != other.LearningRate ? Words("learning rate", LearningRate, other.LearningRate)
        : null;

    private static string Words<T>(string what, T asked, T found) =>
        FormattableString.Invariant($"its {what}: {found}, asked for: {asked}");
}
