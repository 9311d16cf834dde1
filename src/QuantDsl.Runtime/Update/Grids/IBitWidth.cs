using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A number of bits as a type, so that code is specialised for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBitWidth
{
    /// <summary>Bits k of a weight.</summary>
    static abstract int Bits { get; }
}
