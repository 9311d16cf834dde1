namespace QuantDsl.Data;

/// <summary>The tag before the data of an element of a MATLAB file.</summary>
/// <param name="Type">Type of the data.</param>
/// <param name="Length">Length of the data in bytes.</param>
/// <param name="Padding">Number of padding bytes after the data.</param>
internal readonly record struct MatTag(MatType Type, long Length, int Padding);
