using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Whether passes measure how weights zig-zag (<see cref="ZigZagAttribute"/>), as a type: without it nothing of it is compiled.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMeasuring
{
    /// <summary>Whether they do.</summary>
    static abstract bool IsOn { get; }
}
