namespace QuantDsl.CompilerServices;

/// <summary>
/// Applies a function to every number of images. The result may take the place of an operand, since each number is read before the one in
/// its place is written.
/// </summary>
internal static unsafe class Elementwise
{
    /// <summary>result = f(x).</summary>
    public static void Map<TLanes, TFunction>(in ImageBatch x, in ImageBatch result, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : IUnary
    {
        bool isDense = x.Geometry.IsDense && result.Geometry.IsDense;
        (int rows, nint length) = Rows(result.Geometry, isDense);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < rows; row++)
                Map<TLanes, TFunction>(x.Row(sample, row), result.Row(sample, row), length);
        }
    }

    /// <summary>result = f(left, right).</summary>
    public static void Zip<TLanes, TFunction>(in ImageBatch left, in ImageBatch right, in ImageBatch result, UnitRange samples)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : IBinary
    {
        bool isDense = left.Geometry.IsDense && right.Geometry.IsDense && result.Geometry.IsDense;
        (int rows, nint length) = Rows(result.Geometry, isDense);
        for (int sample = samples.Start; sample < samples.End; sample++)
        {
            for (int row = 0; row < rows; row++)
                Zip<TLanes, TFunction>(left.Row(sample, row), right.Row(sample, row), result.Row(sample, row), length);
        }
    }

    /// <summary>Dense images are one long row.</summary>
    private static (int Count, nint Length) Rows(in ImageGeometry geometry, bool isDense) =>
        isDense ? (1, (nint)geometry.Height * geometry.RowLength) : (geometry.Height, geometry.RowLength);

    private static void Map<TLanes, TFunction>(float* x, float* result, nint length)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : IUnary
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TFunction.Apply(TLanes.Load(x + i)), result + i);
        int rest = (int)(length - i);
        if (rest > 0)
            TLanes.StorePart(TFunction.Apply(TLanes.LoadPart(x + i, rest)), result + i, rest);
    }

    private static void Zip<TLanes, TFunction>(float* left, float* right, float* result, nint length)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : IBinary
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TFunction.Apply(TLanes.Load(left + i), TLanes.Load(right + i)), result + i);
        int rest = (int)(length - i);
        if (rest > 0)
            TLanes.StorePart(TFunction.Apply(TLanes.LoadPart(left + i, rest), TLanes.LoadPart(right + i, rest)), result + i, rest);
    }
}
