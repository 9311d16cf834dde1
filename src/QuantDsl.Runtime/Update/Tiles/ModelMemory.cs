using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The memory of a model on the CPU: native, so it does not move, and alive as long as its owner is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct ModelMemory
{
    /// <summary>Latent weights w of all parameters.</summary>
    public float* Latent;

    /// <summary>Quantized weights q; of those of which an update writes only signs or levels, when somebody has asked for them.</summary>
    public float* Quantized;

    /// <summary>
    /// A bit for each weight, set where q is not negative: of weights ±α with one α the update writes them. Of ternary weights of which it
    /// writes only the levels: set where q is above 0.
    /// </summary>
    public ushort* Signs;

    /// <summary>A bit for each weight, set where q is below 0: of ternary weights of which the update writes only the levels.</summary>
    public ushort* BelowZero;

    /// <summary>First moments m.</summary>
    public float* FirstMoment;

    /// <summary>Second moments v.</summary>
    public float* SecondMoment;

    /// <summary>Scales α.</summary>
    public float* Scales;

    /// <summary>Of each scale, how far it is expected to move in an update, relative to it.</summary>
    public float* ScaleSpreads;
}
