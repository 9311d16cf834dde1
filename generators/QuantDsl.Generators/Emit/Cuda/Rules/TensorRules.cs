using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// Products that tensor cores make: <c>TensorLayers.cuh</c>. Each is null where the shape is too small for a tile; then the layer's other
/// rule holds.
/// </summary>
internal static class TensorRules
{
    public static DeviceCall? Linear(DeviceKernel k) =>
        TensorTile.Of(k.Batch, k.Outputs, k.Input.Channels, k.HasLevels, k.Precision) is { } tile
            ? new(
                $"tensorLinear<{tile.Code}>(\n    {k.Read(0)}, {ByOutput(k, 1)}, {k.LevelScales}, {k.Bias}, {k.Write(0)}, samples, block);",
                tile.Tiles(k.Batch, k.Outputs))
            : null;

    public static DeviceCall? LinearInputGradient(DeviceKernel k) =>
        TensorTile.Of(k.Batch, k.Input.Channels, k.Outputs, k.HasLevels, k.Precision) is { } tile
            ? new(
                $"tensorLinearInputGradient<{tile.Code}>(\n    {k.Read(0)}, {ByInput(k, 1)}, {k.LevelScales}, {k.Write(0)}, samples, block);",
                tile.Tiles(k.Batch, k.Input.Channels))
            : null;

    public static DeviceCall? LinearWeightGradient(DeviceKernel k) =>
        IsOfFeatures(k) && TensorTile.OfGradient(k.Outputs, k.Input.Channels, k.Precision) is { } tile
            ? new(
                $"tensorLinearWeightGradient<{tile.Code}, {k.Batch}>({k.Read(0)}, {k.Read(1)}, {k.Target}, samples, block);",
                tile.Tiles(k.Outputs, k.Input.Channels))
            : null;

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

    public static DeviceCall? Convolution(DeviceKernel k, string type, int taps)
    {
        long pixels = k.Weighted.Shape.Elements / k.Outputs;
        var tile = TensorTile.OfSample(pixels, k.Outputs, (long)taps * k.Input.Channels, k.HasLevels, k.Precision);
        return tile is null ? null : k.BySample(
            $"Tensor{type}::forward<{tile.Code}>(\n    {k.Read(0)}, {ByOutput(k, taps)}, {k.LevelScales}, {k.Bias}, {k.Write(0)}, sample);");
    }

    public static DeviceCall? ConvolutionInputGradient(DeviceKernel k, string type, int taps)
    {
        long pixels = k.Input.Elements / k.Input.Channels;
        var tile = TensorTile.OfSample(pixels, k.Input.Channels, (long)taps * k.Outputs, k.HasLevels, k.Precision);
        return tile is null ? null : k.BySample(
            $"Tensor{type}::inputGradient<{tile.Code}>(\n    {k.Read(0)}, {ByInput(k, taps)}, {k.LevelScales}, {k.Write(0)}, sample);");
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

    /// <summary>Whether the layer meets no sequence, whose positions would be rows, too.</summary>
    private static bool IsOfFeatures(DeviceKernel k) => k.Weighted.Operation is Linear && !k.Input.IsSequence;

    private static string ByOutput(DeviceKernel k, int taps) => k.Packed("ByOutput", k.Outputs, k.Input.Channels, taps);

    private static string ByInput(DeviceKernel k, int taps) => k.Packed("ByInput", k.Input.Channels, k.Outputs, taps);
}
