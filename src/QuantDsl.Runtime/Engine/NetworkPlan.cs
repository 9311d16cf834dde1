using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Sizes of a network that the compiler has planned, in float32 numbers where nothing else is said.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NetworkPlan
{
    /// <summary>The declared batch, in samples.</summary>
    public required int Batch { get; init; }

    /// <summary>Size of a sample.</summary>
    public required int Inputs { get; init; }

    /// <summary>Logits of a sample.</summary>
    public required int Outputs { get; init; }

    /// <summary>Positions of a sample that is a sequence; 1 otherwise.</summary>
    public int Positions { get => Math.Max(1, field); init; }

    /// <summary>Labels of a sample: one for each position if the output is a sequence.</summary>
    public int Labels { get => Math.Max(1, field); init; }

    /// <summary>Numbers of a label: 1 if it is a class.</summary>
    public int LabelWidth { get => Math.Max(1, field); init; }

    /// <summary>Numbers of a sample's labels.</summary>
    internal int LabelNumbers => Labels * LabelWidth;

    /// <summary>How much each class counts in the loss; null: all alike.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Size of the states of a sample's recurrent layers behind a position.</summary>
    public int Carried { get; init; }

    /// <summary>How many parameters there are.</summary>
    public int Parameters { get; init; }

    /// <summary>Numbers of the weights whose gradients can wait for the update, which makes them tile by tile.</summary>
    public int[] Deferred { get => field ?? []; init; }

    /// <summary>Arena of a training pass for each sample.</summary>
    public long TrainingPerSample { get; init; }

    /// <summary>What does not grow with the samples in the arena of a training pass.</summary>
    public long TrainingInAll { get; init; }

    /// <summary>Memory of each thread in a training pass.</summary>
    public int TrainingThread { get; init; }

    /// <summary>Arena of a prediction for each sample.</summary>
    public required long PredictionPerSample { get; init; }

    /// <summary>What does not grow with the samples in the arena of a prediction.</summary>
    public required long PredictionInAll { get; init; }

    /// <summary>Memory of each thread in a prediction.</summary>
    public required int PredictionThread { get; init; }
}
