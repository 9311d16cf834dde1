namespace QuantDsl.CompilerServices;

/// <summary>Where the sums of a tile of weight gradients begin, what they are added to, and where they are put.</summary>
internal readonly unsafe struct OuterTarget
{
    /// <summary>Sums so far, of the samples before in the same shard; null: none.</summary>
    public float* SoFar { get; init; }

    /// <summary>The latest of the sums of earlier shards to which these are added.</summary>
    public float* Earlier { get; init; }

    /// <summary>How many such sums there are.</summary>
    public int EarlierCount { get; init; }

    /// <summary>From such a sum back to the one before.</summary>
    public nint EarlierStride { get; init; }

    /// <summary>From a row of <see cref="SoFar"/> or <see cref="Earlier"/> to the next; their vectors lie side by side.</summary>
    public required nint ScratchRowStride { get; init; }

    /// <summary>Where the sums go.</summary>
    public required float* Target { get; init; }

    /// <summary>From a row of <see cref="Target"/> to the next.</summary>
    public required nint RowStride { get; init; }

    /// <summary>From the first vector of <see cref="Target"/> to the second.</summary>
    public required int Second { get; init; }
}
