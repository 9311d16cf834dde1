namespace QuantDsl.CompilerServices;

/// <summary>The sums over weights that an iteration of <see cref="Alternation"/> takes.</summary>
internal interface IScaleSums
{
    /// <summary>Whether the sums at a scale can be had here.</summary>
    bool Covers(double scale);

    /// <summary>Σ D·b·w and Σ D·b², with the levels b that are nearest at a scale, in units of the grid.</summary>
    void Sum(double scale, out double products, out double squares);
}
