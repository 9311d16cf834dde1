using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A parameter of a model on a CUDA device: its position in the flat memory, and how it is quantized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CudaParameter
{
    /// <summary>A parameter in full precision that does not decay.</summary>
    /// <param name="offset">Its first value in the flat memory.</param>
    /// <param name="count">Number of values.</param>
    public CudaParameter(int offset, int count)
        : this(offset, count, decays: false)
    {
    }

    /// <summary>A parameter in full precision.</summary>
    /// <param name="offset">Its first value in the flat memory.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="decays">Whether it is weights, which decay where the recipe says so.</param>
    public CudaParameter(int offset, int count, bool decays)
        : this(quantizer: -1, CudaSolver.None, offset, count, scale: 0)
    {
        Decays = decays;
    }

    /// <summary>A quantized parameter.</summary>
    /// <param name="quantizer">Position of its quantizer in the list of the model's source.</param>
    /// <param name="solver">Solver of its scales.</param>
    /// <param name="offset">Its first value in the flat memory.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="scale">Number of its first scale.</param>
    /// <param name="rows">Number of rows that have separate scales.</param>
    /// <param name="scalesPerRow">2 if positive and negative weights have separate scales.</param>
    public CudaParameter(int quantizer, CudaSolver solver, int offset, int count, int scale, int rows = 1, int scalesPerRow = 1)
    {
        (Quantizer, Solver) = (quantizer, solver);
        (Offset, Count, Rows) = (offset, count, rows);
        (Scale, ScalesPerRow) = (scale, scalesPerRow);
    }

    /// <summary>Whether no step changes it.</summary>
    public bool IsFrozen { get; init; }

    internal int Quantizer { get; }

    internal CudaSolver Solver { get; }

    internal int Offset { get; }

    internal int Count { get; }

    internal int Rows { get; }

    internal int Scale { get; }

    internal int ScalesPerRow { get; }

    internal bool Decays { get; }

    /// <summary>Whether all blocks together solve its scales.</summary>
    internal bool IsShared => Rows == 1 && Solver is CudaSolver.Alternating or CudaSolver.Exact;
}
