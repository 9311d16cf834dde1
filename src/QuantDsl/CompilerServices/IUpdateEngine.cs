using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Updates all parameters of a model on its device, in one call per update.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUpdateEngine : IDisposable
{
    /// <summary>Runs an update.</summary>
    /// <param name="kind">The kind of update.</param>
    /// <param name="step">Numbers of the step; not read by the initial update.</param>
    /// <param name="gradients">Gradients of all parameters, whose memory the update may use for other things.</param>
    /// <exception cref="TrainingDivergedException">A gradient is NaN or infinite, or too large. An engine of a device may report that later.</exception>
    void Run(UpdateKind kind, in AdamStep step, in Gradients gradients);
}
