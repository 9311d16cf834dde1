using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// Work that is cut into tiles which any thread may take in any order. Implemented by structs, so that the calls bind statically.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITileWork
{
    /// <summary>Does one tile.</summary>
    /// <param name="tile">Its number, from 0.</param>
    void Run(int tile);
}
