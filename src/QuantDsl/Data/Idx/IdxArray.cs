namespace QuantDsl.Data;

/// <summary>The content of an IDX file.</summary>
/// <param name="Shape">Length of every axis, all positive.</param>
/// <param name="Values">The values, row-major (last axis fastest).</param>
internal sealed record IdxArray(int[] Shape, byte[] Values);
