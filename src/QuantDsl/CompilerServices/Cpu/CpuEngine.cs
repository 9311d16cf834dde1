using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>An engine on the CPU.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CpuEngine : IUpdateEngine
{
    /// <summary>Creates an engine.</summary>
    /// <param name="update">Tiles and sums of the update.</param>
    private protected CpuEngine(TiledUpdate update) => Update = update;

    /// <summary>Tiles and sums of the update.</summary>
    public TiledUpdate Update { get; }

    /// <inheritdoc/>
    public abstract void Run(UpdateKind kind, in AdamStep step, in Gradients gradients);

    /// <inheritdoc/>
    public abstract void Requantize(int parameter);

    /// <inheritdoc/>
    public abstract void TakeBackTrial();

    /// <summary>Takes the signs of quantized weights from them.</summary>
    internal abstract void ReadSigns();

    /// <summary>Makes the quantized weights of which an update writes only the signs.</summary>
    internal abstract void Expand();

    /// <inheritdoc/>
    public void Dispose()
    {
        // It has no memory of its own.
    }
}
