using System.Runtime.Intrinsics;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Chosen lanes, as comparisons give them.</summary>
internal static class LaneMask
{
    /// <summary>All bits of a lane set where its bit is, none elsewhere.</summary>
    public static Vector512<float> Of(int bits) =>
        Vector512.Create<int>([.. Enumerable.Range(0, Lanes.Count).Select(lane => (bits >> lane & 1) != 0 ? -1 : 0)]).AsSingle();
}
