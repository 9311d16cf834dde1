using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>A parameter that no step changes; it is quantized as another would be, when a model is made or given latent weights.</summary>
/// <typeparam name="TUpdate">How it would be updated.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FrozenParameter<TUpdate> : IParameterUpdate
    where TUpdate : struct, IParameterUpdate
{
    /// <summary>Whether measures include it: it has no steps to be measured.</summary>
    public static bool IsQuantized => false;

    /// <inheritdoc/>
    public static bool IsFrozen => true;

    /// <inheritdoc/>
    public static void QuantizeInitially(TiledUpdate update, in ParameterPlace place) => TUpdate.QuantizeInitially(update, place);

    /// <inheritdoc/>
    public static void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        // It does not move.
    }

    /// <inheritdoc/>
    public static void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring
    {
        // Its scales stay.
    }

    /// <inheritdoc/>
    public static void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring
    {
        // Its quantized weights stay.
    }

    /// <inheritdoc/>
    public static void WriteLevels(TiledUpdate update, in ParameterPlace place)
    {
        // No trial has changed them.
    }

    /// <inheritdoc/>
    public static void NoteLevels(TiledUpdate update, in ParameterPlace place)
    {
        // Nothing is compared with them.
    }

    /// <inheritdoc/>
    public static void ReadSigns(TiledUpdate update, in ParameterPlace place) => TUpdate.ReadSigns(update, place);

    /// <inheritdoc/>
    public static void Expand(TiledUpdate update, in ParameterPlace place) => TUpdate.Expand(update, place);
}
