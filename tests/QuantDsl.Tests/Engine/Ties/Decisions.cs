namespace QuantDsl.Tests.Engine;

/// <summary>
/// The ways to decide what float32 rounding may decide otherwise than exact arithmetic. A computation asks at every such place and gets the
/// choice of exact arithmetic; then it is repeated with the other choices, one path after the other, until its result is the engine's or no
/// path is left.
/// </summary>
internal sealed class Decisions
{
    /// <summary>More would mean that the data test nothing.</summary>
    private const int MaximumPaths = 256;

    private readonly List<(int Choice, int Options)> _path = [];
    private int _asked;

    /// <summary>Paths tried, the present one included.</summary>
    public int Paths { get; private set; } = 1;

    /// <summary>The choice at the next place: 0 is that of exact arithmetic.</summary>
    public int Choose(int options)
    {
        if (_asked == _path.Count) _path.Add((0, options));
        return _path[_asked++].Choice;
    }

    /// <summary>Goes to the next path; false if all have been tried.</summary>
    public bool Next()
    {
        _path.RemoveRange(_asked, _path.Count - _asked);
        while (_path.Count > 0 && _path[^1].Choice == _path[^1].Options - 1) _path.RemoveAt(_path.Count - 1);
        if (_path.Count == 0) return false;
        _path[^1] = (_path[^1].Choice + 1, _path[^1].Options);
        _asked = 0;
        UndecidableException.ThrowIf(++Paths > MaximumPaths, "Too many ties");
        return true;
    }
}
