using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>Updates all parameters of a model on its device, in one call per update.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUpdateEngine : IDisposable
{
    /// <summary>Runs an update.</summary>
    /// <param name="kind">The kind of update.</param>
    /// <param name="step">Numbers of the step; not read by the initial update.</param>
    /// <param name="gradients">Gradients of all parameters, whose memory the update may use for other things. A trial on the CPU leaves
    /// them; the initial update reads none.</param>
    /// <exception cref="TrainingDivergedException">
    /// A gradient is NaN or infinite, or too large. On the CPU nothing has happened then; an engine of a device may report it later.
    /// </exception>
    void Run(UpdateKind kind, in AdamStep step, in Gradients gradients);

    /// <summary>Quantizes one parameter anew from its latent values, as the initial update does, and nothing else.</summary>
    /// <param name="parameter">Its number.</param>
    void Requantize(int parameter);

    /// <summary>
    /// Takes a trial back, if there was one since the last other update, because its step cannot be completed: on the CPU the model is then
    /// as it was before the step.
    /// </summary>
    void TakeBackTrial();
}
