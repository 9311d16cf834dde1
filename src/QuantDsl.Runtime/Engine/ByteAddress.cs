using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A place in native memory of bytes; see <see cref="FloatAddress"/>.</summary>
/// <param name="pointer">The first byte.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ByteAddress(byte* pointer)
{
    private readonly byte* _pointer = pointer;

    /// <summary>The place as a pointer.</summary>
    public static implicit operator byte*(ByteAddress address) => address._pointer;

    /// <summary>A pointer as a place.</summary>
    public static implicit operator ByteAddress(byte* pointer) => new(pointer);
}
