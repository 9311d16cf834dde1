using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A tensor of a packed model: its name and sizes in the file, and what it becomes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedTensor
{
    private const int FullPrecisionBits = 32;

    private PackedTensor(string name, int[] shape, int bits)
    {
        (Name, Shape, Bits) = (name, shape, bits);
        Count = 1;
        foreach (int axis in shape)
            Count *= axis;
    }

    /// <summary>Its name in files.</summary>
    internal string Name { get; }

    /// <summary>Lengths of its axes.</summary>
    internal int[] Shape { get; }

    /// <summary>Number of values.</summary>
    internal int Count { get; }

    /// <summary>Bits of a value; 32: float32.</summary>
    internal int Bits { get; }

    /// <summary>Whether it is in float32.</summary>
    internal bool IsFloat => Bits == FullPrecisionBits;

    /// <summary>Bytes in the file, without the scales.</summary>
    internal int Bytes => (int)((((long)Count * Bits) + 7) / 8);

    /// <summary>The levels.</summary>
    internal LevelGrid Grid { get; private init; }

    /// <summary>Rows with scales of their own.</summary>
    internal int Rows { get; private init; } = 1;

    /// <summary>Scales of a row.</summary>
    internal int ScalesOfRow => Grid == LevelGrid.TwoScale ? 2 : 1;

    /// <summary>Number of scales; 0 in full precision.</summary>
    internal int Scales => IsFloat ? 0 : Rows * ScalesOfRow;

    /// <summary>Name of the scales in files.</summary>
    internal string ScaleName => $"{Name}.scale";

    /// <summary>What it becomes.</summary>
    internal PackedPlace Place { get; private init; }

    /// <summary>A tensor in float32.</summary>
    /// <param name="name">Its name in files.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="place">What it becomes.</param>
    public static PackedTensor Floats(string name, int[] shape, PackedPlace place = PackedPlace.Kept) =>
        new(name, shape, FullPrecisionBits) { Place = place };

    /// <summary>Quantized weights.</summary>
    /// <param name="name">Its name in files.</param>
    /// <param name="shape">Lengths of its axes.</param>
    /// <param name="bits">Bits of a weight, 1 to 8.</param>
    /// <param name="grid">The levels.</param>
    /// <param name="rows">Rows with scales of their own.</param>
    /// <param name="place">What it becomes.</param>
    public static PackedTensor Levels(string name, int[] shape, int bits, LevelGrid grid, int rows, PackedPlace place) =>
        new(name, shape, bits) { Grid = grid, Rows = rows, Place = place };
}
