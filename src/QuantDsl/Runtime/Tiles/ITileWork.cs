namespace QuantDsl.Runtime;

/// <summary>Work that is cut into tiles which any thread may take in any order. Implemented by structs, so that the calls bind statically.</summary>
public interface ITileWork
{
    /// <summary>Does one tile.</summary>
    /// <param name="tile">Its number, from 0.</param>
    void Run(int tile);
}
