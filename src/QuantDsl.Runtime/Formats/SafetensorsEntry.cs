namespace QuantDsl.Formats;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Name, unique in the file.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Length of every axis; empty for a scalar.</param>
/// <param name="Offset">Position of its first byte, counted from the start of the data.</param>
/// <param name="Length">Length in bytes: the product of the axes times the element size.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsDtype Dtype, IReadOnlyList<long> Shape, long Offset, long Length);
