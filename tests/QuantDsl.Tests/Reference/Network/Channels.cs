namespace QuantDsl.Tests.Reference;

/// <summary>Arrays side by side along their channels: the second axis, of sequences the last.</summary>
internal static class Channels
{
    public static NdArray Concatenate(NdArray left, NdArray right)
    {
        int axis = Axis(left.Shape);
        if (left.Shape.Length != right.Shape.Length || left.Shape.Where((size, i) => i != axis && size != right.Shape[i]).Any())
            throw new ArgumentException($"Cannot concatenate [{string.Join(", ", left.Shape)}] and [{string.Join(", ", right.Shape)}].");

        int blocks = left.Shape.Take(axis).Aggregate(1, (product, size) => product * size);
        IEnumerable<double> data = Enumerable.Range(0, blocks)
            .SelectMany(block => Block(left, block, blocks).Concat(Block(right, block, blocks)));
        int[] shape = [.. left.Shape];
        shape[axis] += right.Shape[axis];
        return new NdArray(shape, [.. data]);
    }

    /// <summary>The two parts again.</summary>
    public static (NdArray Left, NdArray Right) Split(NdArray both, int[] leftShape)
    {
        int axis = Axis(leftShape);
        int[] rightShape = [.. leftShape];
        rightShape[axis] = both.Shape[axis] - leftShape[axis];
        NdArray left = new(leftShape), right = new(rightShape);
        int blocks = leftShape.Take(axis).Aggregate(1, (product, size) => product * size);
        (int first, int second) = (left.Data.Length / blocks, right.Data.Length / blocks);
        for (int block = 0; block < blocks; block++)
        {
            Array.Copy(both.Data, block * (first + second), left.Data, block * first, first);
            Array.Copy(both.Data, (block * (first + second)) + first, right.Data, block * second, second);
        }

        return (left, right);
    }

    private static int Axis(int[] shape) => shape.Length == 3 ? 2 : 1;

    private static IEnumerable<double> Block(NdArray array, int block, int blocks) =>
        array.Data.Skip(block * (array.Data.Length / blocks)).Take(array.Data.Length / blocks);
}
