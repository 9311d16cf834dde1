namespace QuantDsl;

/// <summary>What the labels of a model are, which its loss says.</summary>
public enum LabelKind
{
    /// <summary>Classes: one number from 0 to the number of classes less 1 for each sample or position.</summary>
    Classes,

    /// <summary>The numbers that a regression is to give: float32, as many as outputs.</summary>
    Numbers,

    /// <summary>For each output whether it holds: float32 from 0 to 1, as many as outputs.</summary>
    Probabilities,
}
