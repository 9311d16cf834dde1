using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>An element type supported by both safetensors and torch, listed in the order of the reference implementation.</summary>
/// <param name="Name">Name in the header, for example <c>F32</c>.</param>
/// <param name="ScalarType">The torch type.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Rank">Position in the reference implementation's order, which follows the alignment.</param>
internal sealed record SafetensorsDtype(string Name, ScalarType ScalarType, int Size, int Rank)
{
    private static readonly SafetensorsDtype[] All =
    [
        new("BOOL", ScalarType.Bool, 1, 0),
        new("U8", ScalarType.Byte, 1, 1),
        new("I8", ScalarType.Int8, 1, 2),
        new("I16", ScalarType.Int16, 2, 3),
        new("F16", ScalarType.Float16, 2, 4),
        new("BF16", ScalarType.BFloat16, 2, 5),
        new("I32", ScalarType.Int32, 4, 6),
        new("F32", ScalarType.Float32, 4, 7),
        new("F64", ScalarType.Float64, 8, 8),
        new("I64", ScalarType.Int64, 8, 9),
    ];

    /// <summary>The names of all supported types, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(dtype => dtype.Name));

    public static SafetensorsDtype? Find(string name) => Array.Find(All, dtype => dtype.Name == name);

    public static SafetensorsDtype? Find(ScalarType type) => Array.Find(All, dtype => dtype.ScalarType == type);
}
