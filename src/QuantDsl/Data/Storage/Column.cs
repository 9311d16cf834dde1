using QuantDsl.Cuda;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl.Data;

/// <summary>
/// The inputs of a data set, or its labels: one row for each example. Rows are read as plain memory, for which no libtorch is needed, or as
/// tensors.
/// </summary>
internal abstract class Column(long count, long[] rowShape, Device device) : IDisposable
{
    /// <summary>Number of rows.</summary>
    public long Count => count;

    /// <summary>Shape of a row; empty if it is a single number.</summary>
    public long[] RowShape => rowShape;

    /// <summary>Number of values in a row.</summary>
    public long RowLength { get; } = rowShape.Aggregate(1L, (product, axis) => checked(product * axis));

    /// <summary>Device of the tensors.</summary>
    public Device Device => device;

    /// <summary>Element type of the tensors: float32 or int64.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>All rows as one tensor, which belongs to the column; null if rows are produced when they are needed.</summary>
    public abstract Tensor? Tensor { get; }

    /// <summary>Consecutive rows as a tensor on a device, in the caller's dispose scope; it may share memory with the column.</summary>
    public virtual Tensor Take(long start, long size, Device device) => Transfer.To(Tensor!.narrow(0, start, size), device);

    /// <summary>Copies the rows at some indices, int64 [size] on <see cref="Device"/>, to a tensor in the caller's dispose scope.</summary>
    public virtual Tensor Take(Tensor indices, Device device) => Transfer.To(Tensor!.index_select(0, indices), device);

    /// <summary>Returns a column of some of the rows.</summary>
    public abstract Column Subset(long[] indices);

    /// <summary>
    /// Returns a column of the same rows on a device. On the same device both share their memory; either may be disposed first.
    /// </summary>
    public abstract Column To(Device device);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Number of values in some rows, as the length of an array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An array cannot hold as many.</exception>
    public int LengthOf(long size) => size <= Array.MaxLength / RowLength
        ? (int)(size * RowLength)
        : throw new ArgumentOutOfRangeException(
            nameof(size), size, Invariant($"Expected at most {Array.MaxLength / RowLength} examples at a time: an array holds no more."));
}
