using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Planning;

/// <summary>How the learning rate falls: by a factor every few epochs, after some epochs at the initial rate.</summary>
/// <param name="Factor">What each decay multiplies by.</param>
/// <param name="Every">Epochs between two decays.</param>
/// <param name="After">Epochs before the first decay; 0: as many as between two decays.</param>
/// <param name="Most">Maximum number of decays; null: unlimited.</param>
internal sealed record Schedule(double Factor, int Every, int After, int? Most)
{
    public static Schedule? Of(StepDecayDeclaration? decay) => decay is null
        ? null
        : new Schedule(
            decay.Factor,
            decay.Every,
            Math.Min(decay.After, int.MaxValue - 1), // no run has more epochs
            decay.Times == 0 ? null : decay.Times);

    /// <summary>The number of decays in epoch <c>epoch</c>, 1-based, as a closed C# expression.</summary>
    public string Decays => (After, Every) switch
    {
        (0, _) => $"(epoch - 1) / {Every}",
        (_, 1) => $"epoch <= {After} ? 0 : epoch - {After}",
        _ => $"epoch <= {After} ? 0 : (epoch - {After + 1}) / {Every} + 1",
    };
}
