using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The loss of a sample, for an evaluation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISampleLoss
{
    /// <summary>What a sample adds to the mean loss over samples.</summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="losses">Memory for the losses of the batch.</param>
    /// <param name="gradients">Memory as large as the logits.</param>
    /// <param name="sample">The sample.</param>
    static abstract unsafe float Of(in ClassificationBatch batch, float* losses, float* gradients, int sample);
}
