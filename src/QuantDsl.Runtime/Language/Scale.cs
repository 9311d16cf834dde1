namespace QuantDsl;

/// <summary>Which weights share one scale α.</summary>
public enum Scale
{
    /// <summary>All weights of a layer.</summary>
    PerLayer,

    /// <summary>The weights of one output channel (in a linear layer, of one row).</summary>
    PerChannel,

    /// <summary>The weights of one gate of an <see cref="LstmAttribute">LSTM</see> or <see cref="GruAttribute">GRU</see>; in other layers, all weights of the layer.</summary>
    PerGate,
}
