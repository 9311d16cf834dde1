namespace QuantDsl.CompilerServices;

/// <summary>∂W of a convolution of many weights, made for some output channels after others, so that each part can move its weights.</summary>
public sealed unsafe partial class Convolution<TLanes, TWeights, TBias>
{
    /// <summary>∂W of the output channels of a tile, in the order of the model's memory.</summary>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="target">∂W, [output channel][input channel][kernel row][kernel column].</param>
    /// <param name="samples">Samples.</param>
    /// <param name="rows">Output channels of a tile.</param>
    /// <param name="scratch">Memory of the thread: a tile in the order of the product, then what the product needs.</param>
    /// <param name="tile">Which tile.</param>
    public void WriteWeightGradient(
        in ImageBatch x, in ImageBatch outputGradient, FloatAddress target, int samples, int rows, FloatAddress scratch, int tile)
    {
        UnitRange outputs = OutputsOf(tile, rows);
        WriteOutputs(x, outputGradient, (float*)target + ((nint)outputs.Start * Steps), samples, scratch, outputs);
    }

    /// <summary>The same, of a convolution whose output a max pooling reads.</summary>
    /// <inheritdoc cref="UpdatePooledWeights"/>
    public void WritePooledWeightGradient(
        in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, FloatAddress target, int samples, int rows,
        FloatAddress scratch, int tile)
    {
        UnitRange outputs = OutputsOf(tile, rows);
        float* to = (float*)target + ((nint)outputs.Start * Steps);
        WritePooledOutputs(x, pooledGradient, chosen, window, to, samples, scratch, outputs);
    }

    /// <summary>∂W of some output channels, which at once moves their weights, and is gone unless the step needs it again.</summary>
    /// <typeparam name="TTable">The parameters.</typeparam>
    /// <typeparam name="TRule">How they move.</typeparam>
    /// <param name="w">Memory of the pass, with the update.</param>
    /// <param name="x">The input.</param>
    /// <param name="outputGradient">∂y.</param>
    /// <param name="parameter">Number of the weights among the parameters.</param>
    /// <param name="rows">Output channels of a tile.</param>
    /// <param name="scratch">Memory of the thread: ∂W of a tile, the same in the order of the product, then what the product needs.</param>
    /// <param name="tile">Which tile.</param>
    public void UpdateWeights<TTable, TRule>(
        Workspace w, in ImageBatch x, in ImageBatch outputGradient, int parameter, int rows, FloatAddress scratch, int tile)
        where TTable : struct, IParameterTable
        where TRule : struct, IUpdateRule
    {
        UnitRange outputs = OutputsOf(tile, rows);
        float* gradient = Target(w, parameter, scratch, outputs);
        WriteOutputs(x, outputGradient, gradient, w.Samples, scratch + (rows * Steps), outputs);
        w.Update!.Move<TTable, TRule>(parameter, tile, gradient);
    }

    /// <summary>The same, of a convolution whose output a max pooling reads.</summary>
    /// <inheritdoc cref="UpdateWeights"/>
    /// <param name="w">Memory of the pass, with the update.</param>
    /// <param name="x">The input.</param>
    /// <param name="pooledGradient">The gradient of the pooling's output.</param>
    /// <param name="chosen">Which place of each window the pooling chose.</param>
    /// <param name="window">The window of the pooling.</param>
    /// <param name="parameter">Number of the weights among the parameters.</param>
    /// <param name="rows">Output channels of a tile.</param>
    /// <param name="scratch">Memory of the thread: ∂W of a tile, the same in the order of the product, then what the product needs.</param>
    /// <param name="tile">Which tile.</param>
    public void UpdatePooledWeights<TTable, TRule>(
        Workspace w, in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, int parameter, int rows,
        FloatAddress scratch, int tile)
        where TTable : struct, IParameterTable
        where TRule : struct, IUpdateRule
    {
        UnitRange outputs = OutputsOf(tile, rows);
        float* gradient = Target(w, parameter, scratch, outputs);
        WritePooledOutputs(x, pooledGradient, chosen, window, gradient, w.Samples, scratch + (rows * Steps), outputs);
        w.Update!.Move<TTable, TRule>(parameter, tile, gradient);
    }

    private UnitRange OutputsOf(int tile, int rows) => new(tile * rows, Math.Min(_shape.Outputs, (tile + 1) * rows));

    /// <summary>Where a tile of ∂W goes: the thread's memory, unless the second half of the step needs it again.</summary>
    private float* Target(Workspace w, int parameter, float* scratch, UnitRange outputs)
    {
        float* kept = w.Update!.KeptGradient(parameter);
        return kept == null ? scratch : kept + ((nint)outputs.Start * Steps);
    }

    private void WriteOutputs(
        in ImageBatch x, in ImageBatch outputGradient, float* target, int samples, float* scratch, UnitRange outputs)
    {
        int* offsets = stackalloc int[_shape.Taps];
        OuterShape shape = Outer(x, outputGradient, offsets);
        int weights = (outputs.End - outputs.Start) * Steps;
        OuterProduct<TLanes>.RunOutputs(shape, samples, x.Data, outputGradient.Data, scratch, scratch + weights, outputs);
        ReorderAll(scratch, target, outputs.End - outputs.Start);
    }

    private void WritePooledOutputs(
        in ImageBatch x, in ImageBatch pooledGradient, ByteAddress chosen, PoolingWindow window, float* target, int samples, float* scratch,
        UnitRange outputs)
    {
        int* offsets = stackalloc int[_shape.Taps];
        int* places = stackalloc int[window.Kernel * window.Kernel];
        PooledShape shape = Pooled(x, pooledGradient, window, offsets, places);
        int weights = (outputs.End - outputs.Start) * Steps;
        PooledProduct<TLanes>.RunOutputs(shape, samples, x.Data, pooledGradient.Data, chosen, scratch, scratch + weights, outputs);
        ReorderAll(scratch, target, outputs.End - outputs.Start);
    }

    private void ReorderAll(float* inner, float* target, int outputs)
    {
        for (int output = 0; output < outputs; output++)
            Reorder(inner, target, output);
    }
}
