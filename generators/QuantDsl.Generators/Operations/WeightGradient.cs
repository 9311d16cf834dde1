using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Operations;

/// <summary>∂W of a linear layer or a convolution: products of x and ∂y, summed over the batch.</summary>
internal static class WeightGradient
{
    /// <summary>The widest vector, in float32 numbers. Where fewer terms lie side by side, they are gathered first.</summary>
    public const int Lanes = 16;

    /// <summary>Shards in which a batch is summed.</summary>
    public const int Shards = 8;

    /// <summary>
    /// Scratch memory of the product, in float32 numbers: of 16 tiles of 14 outputs and 16 pairs of vectors four sums each, and for
    /// each of them ∂y of 129 pixels.
    /// </summary>
    public const int ProductScratch = (16 * 4 * 14 * 16 * 2 * Lanes) + (16 * 129 * 16);

    /// <summary>
    /// Bytes of memory traffic that a weight takes less if its gradient is not written, read for a bound, and read by the update.
    /// </summary>
    private const int BytesSaved = 12;

    /// <summary>
    /// What the look at a number of x or ∂y costs that bounds the gradient instead: its bytes, of which about a quarter come from beyond the
    /// cache of the core that has just written them.
    /// </summary>
    private const int BytesOfBound = 1;

    /// <summary>Numbers that are gathered at once, unless a line has more.</summary>
    private const int GatheredAtOnce = 4096;

    /// <summary>Whether a gradient that is never written saves more than the bound costs that it needs in advance.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="batch">The declared batch.</param>
    /// <param name="factors">Numbers of x and ∂y of a sample.</param>
    public static bool NeedsNoMemory(ParameterSpec weights, int batch, long factors) =>
        BytesSaved * weights.Elements > BytesOfBound * batch * factors;

    /// <summary>Appends the kernels.</summary>
    /// <param name="k">The layer.</param>
    /// <param name="terms">Weights of an output that meet numbers of x side by side.</param>
    /// <param name="steps">All weights of an output.</param>
    /// <param name="pixels">Pixels of a line of ∂y.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="isReordered">
    /// Whether weights lie in the order [channel][row][column], and the kernels make [row][column][channel].
    /// </param>
    public static void Call(NodeKernels k, int terms, int steps, int pixels, int outputs, bool isReordered = false) =>
        Call(k, new Product(k.X, k.OutputGradient, "weight", Part: ""), terms, steps, pixels, outputs, isReordered);

    /// <summary>Appends the kernels of a layer with several products.</summary>
    /// <inheritdoc cref="Call(NodeKernels, int, int, int, int, bool)"/>
    public static void Call(NodeKernels k, Product product, int terms, int steps, int pixels, int outputs, bool isReordered = false)
    {
        (Value x, Value outputGradient, string parameter, string part) = product;
        string words = "∂" + parameter.Replace("weight", "W");
        var gradient = new Argument.ParameterGradient(parameter);
        Value? inner = isReordered ? k.Keep("WeightGradient", new FixedLayout((long)outputs * steps)) : null;
        Argument target = inner is null ? gradient : new Argument.Write(inner);
        if (terms < Lanes)
        {
            long patch = Layout.Rounded(steps);
            Value sums = k.Keep($"{part.TrimStart('.')}ShardSums", new FixedLayout(Shards * outputs * patch));
            long scratch = Math.Max(GatheredAtOnce, pixels * patch);
            k.Call(
                $"{words} of each shard", $"{part}.SumShards", Space.Shards,
                new Argument.Read(x), new Argument.Read(outputGradient), new Argument.Write(sums), Argument.Samples,
                new Argument.Scratch(scratch), Argument.Unit);
            k.Call($"{words}, the sum of the shards", $"{part}.AddShards", Space.Once, new Argument.Read(sums), target);
        }
        else
        {
            k.Call(
                words, $"{part}.WeightGradient", Space.Of("tile", $"{part}.WeightGradientUnits"),
                new Argument.Read(x), new Argument.Read(outputGradient), target, Argument.Samples,
                new Argument.Scratch(ProductScratch), Argument.Unit);
        }
        if (inner is not null)
            Reorder(k, inner, gradient, outputs);
    }

    /// <summary>From the order [row][column][channel], in which kernels make a gradient, to that of the weights.</summary>
    public static void Reorder(NodeKernels k, Value inner, Argument.ParameterGradient gradient, int outputs) => k.Call(
        "∂W in the order of the weights", ".Reorder", Space.Of("output", Invariant.Of(outputs)),
        new Argument.Read(inner), gradient, Argument.Unit);

    /// <summary>Appends the kernels of a convolution whose channels do not meet.</summary>
    /// <param name="k">The layer.</param>
    /// <param name="taps">Weights of a channel.</param>
    /// <param name="channels">Channels.</param>
    public static void CallDepthwise(NodeKernels k, int taps, int channels)
    {
        Value sums = k.Keep("ShardSums", new FixedLayout((long)Shards * taps * channels));
        k.Call(
            "∂W of each shard", ".SumShards", Space.Of("tile", ".ShardUnits"),
            new Argument.Read(k.X), new Argument.Read(k.OutputGradient), new Argument.Write(sums), Argument.Samples, Argument.Unit);
        k.Call(
            "∂W, the sum of the shards", ".AddShards", Space.Once, new Argument.Read(sums), new Argument.ParameterGradient("weight"));
    }

    /// <summary>A product whose weights get a gradient.</summary>
    /// <param name="X">What the weights are multiplied by.</param>
    /// <param name="OutputGradient">∂y of the product.</param>
    /// <param name="Parameter">Name of the weights after that of the layer.</param>
    /// <param name="Part">The member of the layer's object that has the product; empty: the object itself.</param>
    internal sealed record Product(Value X, Value OutputGradient, string Parameter, string Part);
}
