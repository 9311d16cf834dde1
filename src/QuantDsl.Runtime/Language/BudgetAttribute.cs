namespace QuantDsl;

/// <summary>
/// What the model may cost where it is used; a declaration that costs more does not compile. It is of this model only: one made from it
/// by <see cref="ModelFromAttribute"/> has a budget of its own or none.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>
    /// Most bytes of the packed model (<see cref="ModelInfo.PackedBytes"/>): weights at their bits, scales, full-precision parameters and
    /// running statistics as float32. When not given, there is no limit.
    /// </summary>
    public long WeightBytes { get; init; }

    /// <summary>
    /// Most bytes of float32 values that a prediction of one sample holds at the same time (<see cref="ModelInfo.ActivationBytes"/>), when
    /// every value is released behind its last use. When not given, there is no limit.
    /// </summary>
    public long ActivationBytes { get; init; }
}
