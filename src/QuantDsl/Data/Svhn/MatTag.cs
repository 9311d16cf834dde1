namespace QuantDsl.Data;

/// <summary>What stands before the data of an element of a MATLAB file.</summary>
/// <param name="Type">The type of the data.</param>
/// <param name="Length">Bytes of data.</param>
/// <param name="Padding">Bytes to skip behind them.</param>
internal readonly record struct MatTag(MatType Type, long Length, int Padding);
