namespace QuantDsl.CompilerServices;

/// <summary>
/// The signs of updates as the CPU keeps them, in words of <see cref="Lanes.ExchangeSigns"/>, beside one number for each value, as a device
/// has them: 1, −1, or 0 of a value that has not moved.
/// </summary>
internal static class UpdateSigns
{
    /// <summary>From numbers to words.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="directions">The numbers, flat like the weights.</param>
    /// <param name="signs">Receives the words.</param>
    public static void Pack(IReadOnlyList<CudaParameter> parameters, ReadOnlySpan<sbyte> directions, Span<uint> signs)
    {
        signs.Clear();
        foreach (Place place in PlacesOf(parameters))
        {
            int direction = directions[place.Value];
            signs[place.Word] |= (direction > 0 ? 1u : direction < 0 ? 1u << Lanes.Count : 0) << place.Lane;
        }
    }

    /// <summary>From words to numbers.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void Unpack(IReadOnlyList<CudaParameter> parameters, ReadOnlySpan<uint> signs, Span<sbyte> directions)
    {
        foreach (Place place in PlacesOf(parameters))
        {
            uint sign = signs[place.Word] >> place.Lane;
            directions[place.Value] = (sbyte)((int)(sign & 1) - (int)(sign >> Lanes.Count & 1));
        }
    }

    /// <summary>Where the sign of a value lies.</summary>
    private readonly record struct Place(int Value, int Word, int Lane);

    /// <summary>The places of all values: each tile of the CPU begins with a word of its own (<see cref="TileMeasures.Signs"/>).</summary>
    private static IEnumerable<Place> PlacesOf(IReadOnlyList<CudaParameter> parameters)
    {
        int tile = 0;
        foreach (CudaParameter parameter in parameters)
        {
            int size = TileSizes.Of(parameter.Count, parameter.Rows), tiles = Math.Max(1, parameter.Count / size);
            for (int i = 0; i < tiles; i++, tile++)
            {
                int start = i * size, end = i == tiles - 1 ? parameter.Count : start + size;
                int first = ((parameter.Offset + start) / Lanes.Count) + tile;
                for (int value = start; value < end; value++)
                    yield return new(parameter.Offset + value, first + ((value - start) / Lanes.Count), (value - start) % Lanes.Count);
            }
        }
    }
}
