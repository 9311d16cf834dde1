using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The update of a model as CUDA C, and how it is launched.</summary>
/// <param name="model">Name of the model's class, for messages.</param>
/// <param name="parameters">Number of parameters: gradients that a launch takes.</param>
/// <param name="tiles">Blocks of the first launch.</param>
/// <param name="finishBlocks">Most blocks that the second launch has work for; 0: there is no second launch.</param>
/// <param name="isCooperative">Whether the blocks of the second launch wait for each other.</param>
/// <param name="sums">Doubles that the launches leave for each other.</param>
/// <param name="exact">Parameters whose scales are found by sorting, between the launches.</param>
/// <param name="source">The source.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CudaProgram(
    string model, int parameters, int tiles, int finishBlocks, bool isCooperative, int sums, IReadOnlyList<CudaExactScale> exact, string source)
{
    /// <summary>Name of the model's class.</summary>
    public string Model { get; } = model;

    /// <summary>Number of parameters.</summary>
    public int Parameters { get; } = parameters;

    /// <summary>Blocks of the first launch.</summary>
    public int Tiles { get; } = tiles;

    /// <summary>Most blocks that the second launch has work for; 0: there is no second launch.</summary>
    public int FinishBlocks { get; } = finishBlocks;

    /// <summary>Whether the blocks of the second launch wait for each other.</summary>
    public bool IsCooperative { get; } = isCooperative;

    /// <summary>Doubles that the launches leave for each other.</summary>
    public int Sums { get; } = sums;

    /// <summary>Parameters whose scales are found by sorting.</summary>
    public IReadOnlyList<CudaExactScale> Exact { get; } = exact;

    /// <summary>CUDA C, complete in itself.</summary>
    public string Source { get; } = source;
}

/// <summary>A parameter whose scales are found by sorting.</summary>
/// <param name="Parameter">Number of the parameter.</param>
/// <param name="Offset">First value in the flat memory.</param>
/// <param name="Count">Values.</param>
/// <param name="Rows">Rows with scales of their own.</param>
/// <param name="Scale">Number of the first scale.</param>
/// <param name="Sides">Scales of a row: 2 where positive and negative weights have one each.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record CudaExactScale(int Parameter, int Offset, int Count, int Rows, int Scale, int Sides);
