namespace QuantDsl.CompilerServices;

/// <summary>Σ D·b·w and Σ D·b² of the settled weights of a tile, for one scale or two.</summary>
internal struct TileSums
{
    /// <summary>Σ D·b·w of the first scale.</summary>
    public double Products;

    /// <summary>Σ D·b² of the first scale.</summary>
    public double Squares;

    /// <summary>Σ D·b·w of the second scale.</summary>
    public double SecondProducts;

    /// <summary>Σ D·b² of the second scale.</summary>
    public double SecondSquares;
}
