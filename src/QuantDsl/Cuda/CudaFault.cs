using QuantDsl.CompilerServices;
using static QuantDsl.Cuda.KernelLayout;

namespace QuantDsl.Cuda;

/// <summary>Why updates write nothing any more: the first loss or gradient that was not finite.</summary>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="Kind">Its update.</param>
/// <param name="IsLossFinite">Whether the loss was.</param>
/// <param name="Number">
/// Number of the first parameter whose gradient was not; behind the parameters that of a running statistic; null: all were.
/// </param>
internal readonly record struct CudaFault(long Step, UpdateKind Kind, bool IsLossFinite, int? Number)
{
    /// <summary>The bits that stand for an update: the order of these numbers is that of the updates.</summary>
    public static ulong Update(long step, UpdateKind kind) => ((ulong)step << StepShift) | ((ulong)kind << KindShift);

    /// <summary>What a word of the device says; null: there is no fault.</summary>
    public static CudaFault? Of(ulong word)
    {
        if (word == NoFault)
            return null;
        ulong number = word & LossAlone;
        return new CudaFault(
            Step: (long)(word >> StepShift),
            Kind: (UpdateKind)((word >> KindShift) & 3),
            IsLossFinite: (word & FiniteLoss) != 0,
            Number: number == LossAlone ? null : (int)number);
    }
}
