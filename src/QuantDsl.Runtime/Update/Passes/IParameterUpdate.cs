using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>How one parameter goes through the phases of an update: its quantizer, and how many of its weights share a scale.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParameterUpdate
{
    /// <summary>Whether it is quantized.</summary>
    static abstract bool IsQuantized { get; }

    /// <summary>Whether no step changes it, so that its gradient does not matter and may be missing.</summary>
    static virtual bool IsFrozen => false;

    /// <summary>The first quantization, with D = 1.</summary>
    static abstract void QuantizeInitially(TiledUpdate update, in ParameterPlace place);

    /// <summary>First pass over a tile: moves the weights, and adds up what the scales follow from.</summary>
    static abstract void Accumulate<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring;

    /// <summary>Between the passes: the scales of the whole parameter.</summary>
    static abstract void SolveScales<TRule, TMeasuring>(TiledUpdate update, in ParameterPlace place)
        where TRule : struct, IUpdateRule
        where TMeasuring : struct, IMeasuring;

    /// <summary>Last pass over a tile: writes the quantized weights.</summary>
    static abstract void Quantize<TMeasuring>(TiledUpdate update, in ParameterPlace place, int tile)
        where TMeasuring : struct, IMeasuring;

    /// <summary>Writes the quantized weights again, from the latent weights and the scales.</summary>
    static abstract void WriteLevels(TiledUpdate update, in ParameterPlace place);

    /// <summary>Takes the signs from q of weights of which only the signs are read; nothing for others.</summary>
    static abstract void ReadSigns(TiledUpdate update, in ParameterPlace place);

    /// <summary>Makes q of weights of which an update writes only the signs; nothing for others.</summary>
    static abstract void Expand(TiledUpdate update, in ParameterPlace place);

    /// <summary>Notes the levels of the quantized weights, for the next step to be compared with.</summary>
    static abstract void NoteLevels(TiledUpdate update, in ParameterPlace place);
}
