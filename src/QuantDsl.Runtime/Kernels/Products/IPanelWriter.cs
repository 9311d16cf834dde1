namespace QuantDsl.CompilerServices;

/// <summary>Writes weights into panels of one kind.</summary>
internal unsafe interface IPanelWriter
{
    /// <summary>Bytes of a step.</summary>
    static abstract int StepBytes { get; }

    /// <summary>Puts a weight into a step that was cleared before.</summary>
    /// <param name="step">The step.</param>
    /// <param name="column">The column.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="output">The output channel that the weight belongs to.</param>
    void Write(byte* step, int column, float weight, int output);
}
