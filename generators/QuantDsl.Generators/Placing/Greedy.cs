namespace QuantDsl.Generators.Placing;

/// <summary>
/// Greedy by size: the largest first, each at the lowest offset that is free for as long as it is needed (Pisarchyk, Lee: Efficient Memory
/// Management for Deep Neural Net Inference, 2020).
/// </summary>
internal static class Greedy
{
    /// <summary>Sets the offsets; returns the size of the whole.</summary>
    public static long Run(IReadOnlyList<Place> places)
    {
        var placed = new List<Place>();
        long size = 0;
        foreach (Place place in places.OrderByDescending(place => place.Size).ThenBy(place => place.First))
        {
            place.Offset = 0;
            foreach (Place other in placed.Where(place.Meets).OrderBy(other => other.Offset))
            {
                if (place.Offset + place.Size <= other.Offset)
                    break;
                place.Offset = Math.Max(place.Offset, other.Offset + other.Size);
            }
            placed.Add(place);
            size = Math.Max(size, place.Offset + place.Size);
        }
        return size;
    }
}
