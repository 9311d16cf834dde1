using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its axes; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, counted from the start of the data buffer.</param>
/// <param name="Length">How many bytes it has: the product of the axes times the element size.</param>
internal sealed record SafetensorsEntry(string Name, ScalarType Dtype, IReadOnlyList<long> Shape, long Offset, long Length);
