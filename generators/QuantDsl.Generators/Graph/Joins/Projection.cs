using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>A layer between a value and a join, which gives it the other side's shape.</summary>
/// <param name="Layer">The layer whose value it reads.</param>
/// <param name="Operation">What it computes.</param>
/// <param name="Words">The operation, for messages.</param>
internal sealed record Projection(string Layer, WeightedOperation Operation, string Words)
{
    /// <summary>Of a value as it would be, to a shape; null where none reaches it.</summary>
    /// <param name="layer">The layer whose value it reads.</param>
    /// <param name="shape">What it is: an image, a sequence or features.</param>
    /// <param name="channels">Channels that it gets.</param>
    /// <param name="stride">By how much its size is divided.</param>
    /// <param name="namesChannels">Whether their number matters.</param>
    public static Projection Of(string layer, Shape shape, int channels, int stride, bool namesChannels)
    {
        if (!shape.IsImage && stride == 1)
            return new(layer, new Linear(channels, null), $"a Linear of {channels} features");
        var axis = new WindowAxis(Kernel: 1, stride, Padding: 0);
        string number = namesChannels ? $"{channels} channels" : "";
        string divided = stride == 1 ? "" : $"Stride = {stride}";
        string both = string.Join(" and ", new[] { number, divided }.Where(text => text.Length > 0));
        return shape.IsImage
            ? new(layer, new Conv2d(channels, new Window(axis, axis), null), $"a 1×1 Conv2d of {both}")
            : new(layer, new Conv1d(channels, new Window(WindowAxis.One, axis), null), $"a Conv1d of kernel 1, {both}");
    }
}
