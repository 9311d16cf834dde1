namespace QuantDsl.Data;

/// <summary>What an IDX file holds.</summary>
/// <param name="Shape">The length of every axis, all positive.</param>
/// <param name="Values">The values, last axis fastest.</param>
internal sealed record IdxArray(int[] Shape, byte[] Values);
