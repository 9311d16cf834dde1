using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>2 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits2 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 2;
}

/// <summary>3 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits3 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 3;
}

/// <summary>4 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits4 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 4;
}

/// <summary>5 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits5 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 5;
}

/// <summary>6 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits6 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 6;
}

/// <summary>7 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits7 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 7;
}

/// <summary>8 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Bits8 : IBitWidth
{
    /// <inheritdoc/>
    public static int Bits => 8;
}
