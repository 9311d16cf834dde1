using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// Products that tensor cores make: <c>TensorLayers.cuh</c>. Each is null where the shape is too small for a tile; then the layer's other
/// rule holds.
/// </summary>
internal static class TensorRules
{
    /// <summary>The weights that meet states.</summary>
    private const string Recurrent = "weight_hh";

    public static DeviceCall? Linear(DeviceKernel k, string weights)
    {
        ((int positions, int outputs), int inputs) = (k.SizeOfWrite(0), k.SizeOfRead(0).Channels);
        return Tile(k, positions, outputs, terms: inputs, weights) is { } tile
            ? new(
                $"tensorLinear<{tile.Code}>(\n"
                + $"    {k.Read(0)}, {k.ByOutput(weights)}, {k.LevelScales(weights)}, {k.Bias}, {k.Write(0)}, samples, block);",
                tile.Tiles((long)k.Batch * positions, outputs))
            : null;
    }

    public static DeviceCall? LinearInputGradient(DeviceKernel k, string weights)
    {
        ((int positions, int inputs), int outputs) = (k.SizeOfWrite(0), k.SizeOfRead(0).Channels);
        return Tile(k, positions, inputs, terms: outputs, weights) is { } tile
            ? new(
                $"tensorLinearInputGradient<{tile.Code}>(\n"
                + $"    {k.Read(0)}, {k.ByInput(weights)}, {k.LevelScales(weights)}, {k.Write(0)}, samples, block);",
                tile.Tiles((long)k.Batch * positions, inputs))
            : null;
    }

    /// <param name="k">The kernel.</param>
    /// <param name="delay">How many positions later than x its y is.</param>
    public static DeviceCall? LinearWeightGradient(DeviceKernel k, int delay)
    {
        (int inputs, int outputs) = (k.SizeOfRead(0).Channels, k.SizeOfRead(1).Channels);
        return TensorTile.OfGradient(outputs, inputs, k.Precision) is { } tile
            ? new(
                $"tensorLinearWeightGradient<{tile.Code}, {k.Batch}, {delay}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);",
                tile.Tiles(outputs, inputs))
            : null;
    }

    /// <param name="k">The kernel.</param>
    /// <param name="delay">How many positions later than x its y is.</param>
    public static DeviceCall? LinearShards(DeviceKernel k, int delay)
    {
        (int inputs, int outputs) = (k.SizeOfRead(0).Channels, k.SizeOfRead(1).Channels);
        return TensorTile.OfGradient(outputs, inputs, k.Precision) is { } tile
            ? new(
                $"tensorLinearShards<{tile.Code}, {k.Batch}, {delay}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);",
                WeightGradient.Shards * tile.Tiles(outputs, inputs))
            : null;
    }

    /// <summary>
    /// Of images a block makes those of a sample, and may do more with it. A sample's positions rarely fill tiles: those of all samples are
    /// rows of one product.
    /// </summary>
    public static DeviceCall? Convolution(DeviceKernel k, string type, int taps)
    {
        (long pixels, long terms) = (k.Weighted.Shape.Elements / k.Outputs, (long)taps * k.Input.Channels);
        if (k.Input.IsSequence)
        {
            return Tile(k, pixels, k.Outputs, terms, "weight") is { } tile
                ? new(
                    $"Tensor{type}::forwardOfAll<{tile.Code}>(\n"
                    + $"    {k.Read(0)}, {k.ByOutput("weight")}, {k.LevelScales("weight")}, {k.Bias}, {k.Write(0)}, samples, block);",
                    tile.Tiles(k.Batch * pixels, k.Outputs))
                : null;
        }
        return TensorTile.OfSample(pixels, k.Outputs, terms, k.HasLevels("weight"), k.Precision) is { } ofSample
            ? k.BySample(
                $"Tensor{type}::forward<{ofSample.Code}>(\n"
                + $"    {k.Read(0)}, {k.ByOutput("weight")}, {k.LevelScales("weight")}, {k.Bias}, {k.Write(0)}, sample);")
            : null;
    }

    public static DeviceCall? ConvolutionInputGradient(DeviceKernel k, string type, int taps)
    {
        (int inputs, long terms) = (k.Input.Channels, (long)taps * k.Outputs);
        long pixels = k.Input.Elements / inputs;
        if (k.Input.IsSequence)
        {
            return Tile(k, pixels, inputs, terms, "weight") is { } tile
                ? new(
                    $"Tensor{type}::inputGradientOfAll<{tile.Code}>(\n"
                    + $"    {k.Read(0)}, {k.ByInput("weight")}, {k.LevelScales("weight")}, {k.Write(0)}, samples, block);",
                    tile.Tiles(k.Batch * pixels, inputs))
                : null;
        }
        return TensorTile.OfSample(pixels, inputs, terms, k.HasLevels("weight"), k.Precision) is { } ofSample
            ? k.BySample(
                $"Tensor{type}::inputGradient<{ofSample.Code}>(\n"
                + $"    {k.Read(0)}, {k.ByInput("weight")}, {k.LevelScales("weight")}, {k.Write(0)}, sample);")
            : null;
    }

    public static DeviceCall? ConvolutionWeightGradient(DeviceKernel k, string type, int steps) =>
        TensorTile.OfGradient(k.Outputs, steps, k.Precision) is { } tile
            ? new(
                $"Tensor{type}::weightGradient<{tile.Code}, {k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);",
                tile.Tiles(k.Outputs, steps))
            : null;

    public static DeviceCall? ConvolutionShards(DeviceKernel k, string type, int steps) =>
        TensorTile.OfGradient(k.Outputs, steps, k.Precision) is { } tile
            ? new(
                $"Tensor{type}::sumShards<{tile.Code}, {k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Write(0)}, samples, block);",
                WeightGradient.Shards * tile.Tiles(k.Outputs, steps))
            : null;

    /// <summary>
    /// ∂W where a max pooling reads the output. All pixels are terms, most of them 0: still less work than a float32 addition for each
    /// chosen pixel.
    /// </summary>
    public static DeviceCall? PooledWeightGradient(DeviceKernel k, string type, int steps) => Pooled(k, type, steps, "pooledWeightGradient", 1);

    public static DeviceCall? PooledShards(DeviceKernel k, string type, int steps) =>
        Pooled(k, type, steps, "sumPooledShards", WeightGradient.Shards);

    private static DeviceCall? Pooled(DeviceKernel k, string type, int steps, string function, int times)
    {
        if (TensorTile.OfGradient(k.Outputs, steps, k.Precision) is not { } tile)
            return null;
        Shape output = k.Weighted.Shape.AsImage();
        string target = times == 1 ? k.Target : k.Write(0);
        return new(
            $"Tensor{type}::{function}<{tile.Code}, {k.Batch}, {k.PoolingWindow}, Images<{output.Height}, {output.Width}, {k.Outputs}, 0, 0>>"
            + $"(\n    {k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {target}, samples, block);",
            times * tile.Tiles(k.Outputs, steps));
    }

    /// <summary>
    /// A recurrence whose products with the states are made so. Weights without levels would have to be taken apart at each position.
    /// </summary>
    /// <param name="k">The kernel.</param>
    /// <param name="arguments">Its arguments, from what stands for the weights.</param>
    public static DeviceCall? Recurrence(DeviceKernel k, Func<string, string> arguments) =>
        RecurrenceTile(k) is { } tile ? Recurrence(k, tile, "forward", k.ByOutput(Recurrent), groups: 1, arguments) : null;

    /// <summary>
    /// The same back through time, where a unit has one sum instead of one per gate, and a warp takes as many units as there are, up to 32.
    /// </summary>
    public static DeviceCall? RecurrenceGradient(DeviceKernel k, Func<string, string> arguments)
    {
        int groups = Math.Min(4, (RecurrentOf(k).Hidden + 63) / 64);
        return RecurrenceTile(k) is { } tile ? Recurrence(k, tile, "backward", k.ByInput(Recurrent), groups, arguments) : null;
    }

    private static DeviceCall Recurrence(
        DeviceKernel k, TensorTile tile, string function, string levels, int groups, Func<string, string> arguments)
    {
        const int slice = 16;
        RecurrentOperation operation = RecurrentOf(k);
        string layer = $"TensorRecurrence<{operation.Gates}, {operation.Hidden}, {groups}, {tile.Code}>";
        string weights = $"ScaledLevels{{{levels}, {k.LevelScales(Recurrent)}}}";
        return new(
            $"{operation.GetType().Name}<{layer}>::{function}(\n    {arguments(weights)}, samples);", (k.Batch + slice - 1) / slice)
        {
            IsMovable = false,
        };
    }

    private static TensorTile? RecurrenceTile(DeviceKernel k) =>
        k.HasLevels(Recurrent) ? TensorTile.OfRecurrence(k.Batch, RecurrentOf(k).Hidden, k.Precision) : null;

    private static RecurrentOperation RecurrentOf(DeviceKernel k) => (RecurrentOperation)k.Weighted.Operation;

    /// <summary>The tile where the positions of all samples are rows.</summary>
    private static TensorTile? Tile(DeviceKernel k, long positions, int columns, long terms, string weights) =>
        TensorTile.Of(k.Batch * positions, columns, terms, k.HasLevels(weights), k.Precision);
}
