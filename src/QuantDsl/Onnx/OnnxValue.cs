using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A value of an ONNX graph.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Rank">Axes: 2 of features [N, features], 3 of sequences [N, length, features], 4 of images
/// [N, channels, height, width].</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct OnnxValue(string Name, int Rank);
