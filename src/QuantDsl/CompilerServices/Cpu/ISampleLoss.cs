using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The loss of samples, for an evaluation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISampleLoss
{
    /// <summary>What samples add to an evaluation.</summary>
    /// <param name="outputs">[samples][classes], each position of a sequence being a sample.</param>
    /// <param name="labels">Classes, [samples], or numbers, [samples][classes].</param>
    /// <param name="classes">Outputs of a sample.</param>
    LossSums Sum(ReadOnlySpan<float> outputs, NetworkLabels labels, int classes);
}
