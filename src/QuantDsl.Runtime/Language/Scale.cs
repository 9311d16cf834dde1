namespace QuantDsl;

/// <summary>What shares one scale α.</summary>
public enum Scale
{
    /// <summary>All weights of a layer.</summary>
    PerLayer,

    /// <summary>The weights of one output channel (a row of a linear layer).</summary>
    PerChannel,

    /// <summary>The weights of one gate of an <see cref="LstmAttribute">Lstm</see>; in other layers all weights.</summary>
    PerGate,
}
