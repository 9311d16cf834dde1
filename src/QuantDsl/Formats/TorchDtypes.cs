using static TorchSharp.torch;

namespace QuantDsl.Formats;

/// <summary>The element types of safetensors as libtorch's.</summary>
internal static class TorchDtypes
{
    private static readonly (string Name, ScalarType Type)[] Pairs =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16), ("F16", ScalarType.Float16),
        ("BF16", ScalarType.BFloat16), ("I32", ScalarType.Int32), ("F32", ScalarType.Float32), ("F64", ScalarType.Float64),
        ("I64", ScalarType.Int64),
    ];

    /// <param name="dtype">An element type.</param>
    extension(SafetensorsDtype dtype)
    {
        /// <summary>libtorch's type.</summary>
        public ScalarType ScalarType => Array.Find(Pairs, pair => pair.Name == dtype.Name).Type;
    }

    /// <summary>The type in safetensors; null where the format has none.</summary>
    public static SafetensorsDtype? Of(ScalarType type) =>
        Array.Find(Pairs, pair => pair.Type == type).Name is { } name ? SafetensorsDtype.Find(name) : null;
}
