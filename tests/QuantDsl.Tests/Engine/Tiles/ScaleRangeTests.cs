using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>Where scales are expected, and what that learns from where they went.</summary>
public sealed unsafe class ScaleRangeTests : IDisposable
{
    private const float Widest = TiledUpdate.WidestSpread;
    private const float Narrowest = 1f / 1024;

    private readonly ParameterStore _store = new(device: null, seed: 1, parameters: 16, scales: 2, statistics: 0);
    private readonly TiledUpdate _update;

    public ScaleRangeTests()
    {
        _update = new TiledUpdate(_store.Memory, tiles: 1, parameters: 0, floats: 16, scales: 2);
        _store.Memory.Scales[0] = 0.3f;
        _store.Memory.Scales[1] = 0.7f;
        _update.Begin(UpdateKind.Laq, TiledModel.Step(1));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Nothing_known_is_the_widest() => Assert.Equal(Widest, Spread(0));

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
    public void The_spread_stays_within_its_bounds(double farthest)
    {
        float previous = Spread(0);
        for (int time = 0; time < 40; time++)
        {
            Adapt(farthest);
            float spread = Spread(0);
            Assert.InRange(spread, Narrowest, Widest);
            Assert.True(spread >= 0.75f * previous, "It narrows by a quarter at most.");
            previous = spread;
        }
        Assert.Equal(farthest < Widest ? Math.Clamp(2 * (float)farthest, Narrowest, Widest) : Widest, previous);
        Assert.Equal(Widest, Spread(1)); // another scale's
    }

    [Fact]
    public void A_range_widens_at_once()
    {
        for (int time = 0; time < 40; time++)
            Adapt(0);
        Adapt(0.1);
        Assert.Equal(0.2f, Spread(0));
        Adapt(1);
        Assert.Equal(Widest, Spread(0));
    }

    /// <summary>Until the backtrack step that it belongs to is done, which goes on from there.</summary>
    [Fact]
    public void What_a_trial_learns_is_not_kept()
    {
        _update.Begin(UpdateKind.Trial, TiledModel.Step(1));
        _update.AdaptRange(1, 0.1);
        _update.End();
        Assert.Equal(Widest, Spread(1));
        _update.Begin(UpdateKind.Backtrack, TiledModel.Step(1));
        Assert.Equal(0.7f * 1.2f, _update.Range(1, density: 1).High);
        _update.End();
        Assert.Equal(0.2f, Spread(1));
    }

    [Fact]
    public void A_range_goes_as_far_down_as_up()
    {
        SetSpread(1, 0.1f);
        ScaleRange range = _update.Range(1, density: 1);
        Assert.Equal(0.7f / 1.1f, range.Low);
        Assert.Equal(0.7f * 1.1f, range.High);
        Assert.True(range.Contains(0.7) && range.Contains(range.Low) && range.Contains(range.High));
        Assert.False(range.Contains(MathF.BitDecrement(range.Low)) || range.Contains(MathF.BitIncrement(range.High)));
        Assert.False(range.Contains(double.NaN));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(127, false)]
    public void Where_most_weights_would_be_open_it_is_the_scale_alone(int density, bool isWide)
    {
        SetSpread(0, 0.1f);
        ScaleRange range = _update.Range(0, density);
        Assert.Equal(isWide, range.Low < 0.3f);
        Assert.Equal(isWide, range.High > 0.3f);
        Assert.True(range.Contains(0.3f));
    }

    private void Adapt(double farthest)
    {
        _update.Begin(UpdateKind.Laq, TiledModel.Step(1));
        _update.AdaptRange(0, farthest);
        _update.End();
    }

    private void SetSpread(int scale, float spread)
    {
        _store.Memory.ScaleSpreads[scale] = spread;
        _update.Begin(UpdateKind.Laq, TiledModel.Step(1));
    }

    private float Spread(int scale) => _store.Memory.ScaleSpreads[scale];
}
