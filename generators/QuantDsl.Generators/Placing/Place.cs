using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Placing;

/// <summary>Memory that is needed for some time.</summary>
/// <param name="value">What lies there; null: scratch memory.</param>
/// <param name="size">How much, in float32 numbers.</param>
/// <param name="first">When it is written.</param>
/// <param name="last">When it is read for the last time.</param>
internal sealed class Place(Value? value, long size, int first, int last)
{
    public Value? Value { get; } = value;

    public long Size { get; } = size;

    public int First { get; } = first;

    public int Last { get; } = last;

    /// <summary>Where it begins.</summary>
    public long Offset { get; set; }

    /// <summary>Whether both are needed at some time.</summary>
    public bool Meets(Place other) => First <= other.Last && other.First <= Last;
}
