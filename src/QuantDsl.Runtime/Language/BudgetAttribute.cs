namespace QuantDsl;

/// <summary>
/// Limits the memory that the model may take where it is deployed; a declaration that exceeds a limit does not compile. Models made from
/// this one by <see cref="ModelFromAttribute"/> do not inherit the budget.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>
    /// Limit in bytes for the packed model (<see cref="ModelInfo.PackedBytes"/>): weights at their bit width; scales, full-precision
    /// parameters and running statistics as float32. Without it there is no limit.
    /// </summary>
    public long WeightBytes { get; init; }

    /// <summary>
    /// Limit in bytes for the float32 values that a prediction of one sample holds at the same time (<see
    /// cref="ModelInfo.ActivationBytes"/>), provided that every value is released after its last use. Without it there is no limit.
    /// </summary>
    public long ActivationBytes { get; init; }
}
