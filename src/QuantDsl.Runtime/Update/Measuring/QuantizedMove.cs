using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Moves a block of quantized weights, clipped to ±1, and measures it while it is in the first-level cache, if the model is measured.
/// </summary>
/// <typeparam name="TQuantizer">How they are quantized.</typeparam>
/// <typeparam name="TRule">How they move.</typeparam>
/// <typeparam name="TMeasuring">Whether they are measured.</typeparam>
internal static class QuantizedMove<TQuantizer, TRule, TMeasuring>
    where TQuantizer : struct, IWeightQuantizer
    where TRule : struct, IUpdateRule
    where TMeasuring : struct, IMeasuring
{
    private const float Bound = 1f;

    /// <summary>Moves a block.</summary>
    /// <param name="update">The update.</param>
    /// <param name="block">The block.</param>
    /// <param name="values">Receives the new weights.</param>
    /// <param name="curvature">Receives D.</param>
    /// <param name="sums">Receives what was measured.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(
        TiledUpdate update, in Tile block, Span<float> values, Span<float> curvature, ref ZigZagSums sums)
    {
        if (TMeasuring.IsOn)
            Measure(update, block, values, curvature, ref sums);
        else
            OptimizerStep<TRule>.Run(update, block, values, curvature, Bound, decays: true);
    }

    /// <summary>Measures the gradient, before its memory holds something else, and how each weight moves. A trial moves nothing.</summary>
    [SkipLocalsInit]
    private static void Measure(
        TiledUpdate update, in Tile block, Span<float> values, Span<float> curvature, ref ZigZagSums sums)
    {
        TileMeasures measures = update.Measures!;
        MeasureGradient(block, measures.Gradients(block), update.Kind, ref sums);
        if (update.Kind == UpdateKind.Trial)
        {
            OptimizerStep<TRule>.Run(update, block, values, curvature, Bound, decays: true);
            return;
        }
        Span<float> buffer = stackalloc float[TiledUpdate.BlockSize];
        Span<float> moved = buffer[..block.Count];
        OptimizerStep<TRule>.Run(update, block, moved, curvature, Bound, decays: true);
        MeasureMove(block, moved, measures.Signs(block), ref sums);
    }

    /// <summary>
    /// Adds Σ g·g′ and Σ g²: g′ is the gradient of the previous step and, beside that of a trial, the one at q. Leaves the gradient at q
    /// for the next step, once this one cannot fail any more.
    /// </summary>
    private static void MeasureGradient(in Tile block, Span<float> previous, UpdateKind kind, ref ZigZagSums sums)
    {
        ReadOnlySpan<float> other = kind == UpdateKind.Backtrack ? block.FirstGradient : previous;
        Vector512<double> products = Vector512<double>.Zero;
        Vector512<double> squares = Vector512<double>.Zero;
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> g = Lanes.Load(block.Gradient, i);
            Lanes.AddProduct(ref products, g, Lanes.Load(other, i));
            Lanes.AddProduct(ref squares, g, g);
        }
        if (kind != UpdateKind.Trial)
            block.FirstGradient.CopyTo(previous);
        sums.Products += Vector512.Sum(products);
        sums.Squares += Vector512.Sum(squares);
    }

    /// <summary>
    /// Writes the moved weights of a block; finds the largest swing, and counts the updates whose sign reverses and, with 1 bit, the
    /// weights whose sign does.
    /// </summary>
    private static void MeasureMove(in Tile block, ReadOnlySpan<float> moved, Span<uint> signs, ref ZigZagSums sums)
    {
        Vector512<float> swing = sums.Swing;
        int signChanges = 0;
        int crossings = 0;
        for (int i = 0; i < block.Count; i += Lanes.Count)
        {
            Vector512<float> before = Lanes.Load(block.Latent, i);
            Vector512<float> w = Lanes.Load(moved, i);
            Vector512<float> step = w - before;
            swing = Vector512.MaxNative(swing, Vector512.Abs(step));
            signChanges += Lanes.ExchangeSigns(step, ref signs[i / Lanes.Count]);
            if (TQuantizer.IsBinary)
                crossings += ushort.PopCount((ushort)(Lanes.NotNegative(before) ^ Lanes.NotNegative(w)));
            Lanes.Store(w, block.Latent, i);
        }
        sums.Swing = swing;
        sums.SignChanges += signChanges;
        sums.Crossings += crossings;
    }
}
