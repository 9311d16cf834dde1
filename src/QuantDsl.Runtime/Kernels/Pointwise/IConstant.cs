using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A number as a type, so that a kernel is compiled for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IConstant
{
    /// <summary>The number.</summary>
    static abstract float Value { get; }
}
