using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Training;

/// <summary>Minibatches that the processes of a group share.</summary>
/// <param name="group">The group.</param>
/// <param name="sums">How it adds.</param>
/// <param name="interruption">Whether this process wants the run to end.</param>
internal sealed class GroupBatch(ITrainingGroup group, GroupSums sums, Interruption interruption) : SharedBatch(group.Rank, group.Size)
{
    /// <inheritdoc/>
    protected override bool WantsToStop => interruption.IsRequestedHere;

    /// <inheritdoc/>
    protected override void AddUp(Span<float> values)
    {
        if (sums == GroupSums.Fast)
            group.Sum(values);
        else
            base.AddUp(values);
    }

    /// <summary>Replaces running statistics by the means of those of all processes, where each has its own.</summary>
    public void Average(Span<float> statistics)
    {
        if (SharesStatistics)
            return;
        Sum(statistics);
        foreach (ref float value in statistics)
            value /= Ranks;
    }

    /// <summary>Completes rows of which each process has made those whose number, divided by the processes, leaves its rank.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="row">Length of a row.</param>
    public void Complete(Span<double> values, int row)
    {
        IReadOnlyList<byte[]> all = group.Gather(MemoryMarshal.AsBytes(values));
        for (int start = 0; start < values.Length; start += row)
        {
            ReadOnlySpan<double> made = MemoryMarshal.Cast<byte, double>(all[start / row % Ranks]);
            made.Slice(start, row).CopyTo(values[start..]);
        }
    }

    /// <inheritdoc/>
    protected override void Exchange(int partner, ReadOnlySpan<byte> sent, Span<byte> received) => group.Exchange(partner, sent, received);
}
