using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// A place in native memory of float32 numbers, for generated code, which has no pointers: a user's project need not allow them.
/// </summary>
/// <param name="pointer">The first number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct FloatAddress(float* pointer)
{
    private readonly float* _pointer = pointer;

    /// <summary>The place as a pointer.</summary>
    public static implicit operator float*(FloatAddress address) => address._pointer;

    /// <summary>A pointer as a place.</summary>
    public static implicit operator FloatAddress(float* pointer) => new(pointer);

    /// <summary>The place so many numbers further on.</summary>
    public static FloatAddress operator +(FloatAddress address, int numbers) => new(address._pointer + numbers);
}
