namespace QuantDsl.Formats;

/// <summary>An element type of safetensors that this library reads and writes, in the order of the reference implementation.</summary>
/// <param name="Name">Name in the header, for example <c>F32</c>.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="Rank">Position in the reference implementation's order, which follows the alignment.</param>
internal sealed record SafetensorsDtype(string Name, int Size, int Rank)
{
    /// <summary>Bytes.</summary>
    public static readonly SafetensorsDtype U8 = new("U8", 1, 1);

    /// <summary>float32.</summary>
    public static readonly SafetensorsDtype F32 = new("F32", 4, 7);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SafetensorsDtype> All { get; } =
    [
        new("BOOL", 1, 0), U8, new("I8", 1, 2), new("I16", 2, 3), new("F16", 2, 4), new("BF16", 2, 5), new("I32", 4, 6), F32,
        new("F64", 8, 8), new("I64", 8, 9),
    ];

    /// <summary>The names of all supported types, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(dtype => dtype.Name));

    /// <summary>The type of this name; null if there is none.</summary>
    public static SafetensorsDtype? Find(string name) => All.FirstOrDefault(dtype => dtype.Name == name);
}
