using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Where scales are expected, and what that learns from where they went.</summary>
public sealed class ScaleWindowTests : IDisposable
{
    private const float Widest = TiledUpdate.WidestReach;
    private const float Narrowest = 1f / 1024;

    private readonly ParameterStore _store = new(device: null, seed: 1, parameters: 16, scales: 2, statistics: 0);
    private readonly TiledUpdate _update;

    public ScaleWindowTests()
    {
        _update = new TiledUpdate(_store, tiles: 1, parameters: 0, floats: 16, scales: 2);
        _store.Scales(0, 2)[0] = 0.3f;
        _store.Scales(0, 2)[1] = 0.7f;
        _update.Begin(UpdateStage.Laq, TiledModel.Step(1), default);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Nothing_known_is_the_widest() => Assert.Equal(Widest, _store.Reach(0));

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-9)]
    [InlineData(4e-4)]
    [InlineData(0.003)]
    [InlineData(0.05)]
    [InlineData(0.124)]
    [InlineData(0.126)]
    [InlineData(0.249)]
    [InlineData(0.25)]
    [InlineData(3.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Reach_stays_within_its_bounds(double farthest)
    {
        float previous = _store.Reach(0);
        for (int time = 0; time < 40; time++)
        {
            _update.Learn(0, farthest);
            float reach = _store.Reach(0);
            Assert.InRange(reach, Narrowest, Widest);
            Assert.True(reach >= 0.75f * previous, "It narrows by a quarter at most.");
            previous = reach;
        }
        Assert.Equal(farthest < Widest ? Math.Clamp(2 * (float)farthest, Narrowest, Widest) : Widest, previous);
        Assert.Equal(Widest, _store.Reach(1)); // another scale's
    }

    [Fact]
    public void A_window_widens_at_once()
    {
        for (int time = 0; time < 40; time++)
            _update.Learn(0, 0);
        _update.Learn(0, 0.1);
        Assert.Equal(0.2f, _store.Reach(0));
        _update.Learn(0, 1);
        Assert.Equal(Widest, _store.Reach(0));
    }

    [Fact]
    public void A_window_reaches_as_far_down_as_up()
    {
        _store.Reach(1) = 0.1f;
        ScaleWindow window = _update.Window(1, levels: 1);
        Assert.Equal(0.7f / 1.1f, window.Low);
        Assert.Equal(0.7f * 1.1f, window.High);
        Assert.True(window.Contains(0.7) && window.Contains(window.Low) && window.Contains(window.High));
        Assert.False(window.Contains(MathF.BitDecrement(window.Low)) || window.Contains(MathF.BitIncrement(window.High)));
        Assert.False(window.Contains(double.NaN));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(127, false)]
    public void Where_most_weights_would_be_open_it_is_the_scale_alone(int levels, bool isWide)
    {
        _store.Reach(0) = 0.1f;
        ScaleWindow window = _update.Window(0, levels);
        Assert.Equal(isWide, window.Low < 0.3f);
        Assert.Equal(isWide, window.High > 0.3f);
        Assert.True(window.Contains(0.3f));
    }
}
