using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What some samples add to an evaluation.</summary>
/// <param name="Correct">Labels that are predicted correctly.</param>
/// <param name="Judged">Labels that can be predicted correctly or not; 0 where they are the numbers of a regression.</param>
/// <param name="Loss">The sum of the losses.</param>
/// <param name="Weight">What it is to be divided by.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LossSums(double Correct, double Judged, double Loss, double Weight)
{
    /// <summary>Sums over the samples of both.</summary>
    public static LossSums operator +(LossSums left, LossSums right) => new(
        left.Correct + right.Correct, left.Judged + right.Judged, left.Loss + right.Loss, left.Weight + right.Weight);

    /// <inheritdoc cref="op_Addition"/>
    public static LossSums Add(LossSums left, LossSums right) => left + right;

    /// <summary>The evaluation of these samples; without accuracy where no label can be predicted correctly.</summary>
    public Evaluation ToEvaluation() => new(Judged == 0 ? double.NaN : Correct / Judged, Loss / Weight);
}
