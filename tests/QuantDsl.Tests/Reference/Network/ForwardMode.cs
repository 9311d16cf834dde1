namespace QuantDsl.Tests.Reference;

/// <summary>How batch normalization behaves in a forward pass; the other layers do not differ.</summary>
public enum ForwardMode
{
    /// <summary>Batch statistics; running statistics move. The first forward of a step.</summary>
    Training,

    /// <summary>Batch statistics; running statistics stay. The trial forward of a backtrack step.</summary>
    Trial,

    /// <summary>Running statistics.</summary>
    Evaluation,
}
