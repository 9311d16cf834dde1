using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>The operations between the value from which both sides of a join come, and one side.</summary>
/// <param name="Fork">Shape of the common value.</param>
/// <param name="Steps">The operations that a repair may change, in order.</param>
internal sealed record Branch(Shape Fork, EquatableArray<Step> Steps)
{
    /// <summary>By how much it divides height and width, but for rounding.</summary>
    public int Stride => (int)Steps.Aggregate(1L, (product, step) => Math.Min(product * step.Stride, int.MaxValue));

    /// <summary>With paddings of which the size is that at the fork divided by the strides, rounded up.</summary>
    public Branch Padded()
    {
        if (Fork.Dimensions.Count == 1)
            return this;
        Shape image = Fork.AsImage();
        (int height, int width) = (image.Height, image.Width);
        List<Step> steps = [];
        foreach (Step step in Steps)
        {
            steps.Add(step.Operation?.Sliding is { } window && window.Rows.IsRight && window.Columns.IsRight
                ? Padded(step, window, height, width)
                : step);
            (height, width) = (Divided(height, step.Operation?.Sliding?.Rows), Divided(width, step.Operation?.Sliding?.Columns));
        }
        return this with { Steps = steps.ToEquatableArray() };
    }

    /// <summary>With other strides, so that they divide the size by a number.</summary>
    public IEnumerable<Branch> WithStride(int stride)
    {
        if (stride == Stride)
            return [this];
        if (stride > Stride)
        {
            return stride % Stride != 0 ? [] : Steps
                .Where(step => step.Stride == 1 && step.Operation is WeightedOperation)
                .Select(step => Replaced(step, step.WithStride(stride / Stride)))
                .OfType<Branch>();
        }
        IEnumerable<Branch?> single = Steps
            .Where(step => (long)step.Stride * stride == Stride)
            .Select(step => Replaced(step, step.WithoutStride()));
        return single.Append(stride == 1 ? WithoutStrides() : null).OfType<Branch>();
    }

    /// <summary>With other channels of the last operation that chooses them; null where none does.</summary>
    public Branch? WithChannels(int channels) =>
        Steps.LastOrDefault(step => step.Operation is WeightedOperation) is { Operation: WeightedOperation last } step
            && last.WithChannels(channels) is { } adjusted
            ? Replaced(step, step.With(adjusted.Argument, channels, adjusted.Operation))
            : null;

    private Branch? WithoutStrides()
    {
        List<Step?> steps = [.. Steps.Select(step => step.Stride == 1 ? step : step.WithoutStride())];
        return steps.Contains(null) ? null : this with { Steps = steps.OfType<Step>().ToEquatableArray() };
    }

    private Branch? Replaced(Step step, Step? other) =>
        other is null ? null : this with { Steps = Steps.Select(old => old == step ? other : old).ToEquatableArray() };

    private static Step Padded(Step step, Window window, int height, int width)
    {
        if (Keeps(window, height, width))
            return step;
        int half = (int)Math.Min(window.Columns.Extent / 2, int.MaxValue), less = (int)Math.Min((window.Columns.Extent - 1) / 2, half);
        foreach (int padding in (int[])[less, half, WindowAxis.Same])
        {
            if (step.Operation!.WithPadding(padding) is { Sliding: { } padded } operation && Keeps(padded, height, width))
                return step.With("Padding", padding, operation);
        }
        return step;
    }

    private static bool Keeps(Window window, int height, int width) => Keeps(window.Rows, height) && Keeps(window.Columns, width);

    private static bool Keeps(WindowAxis axis, int size) =>
        axis.Extent <= axis.Padded(size) && axis.Places(size) == Divided(size, axis);

    private static int Divided(int size, WindowAxis? axis) =>
        axis is null || axis.Stride < 1 ? size : (int)(((long)size + axis.Stride - 1) / axis.Stride);
}
