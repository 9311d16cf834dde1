using QuantDsl.Tests.Cuda.Whole;
using static QuantDsl.Tests.Cuda.Whole.DeviceKernels;

namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>The tensor cores' instruction on the emulated device, with operands laid out by the tables of the PTX ISA.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class MmaTests
{
    private const int Rows = 16, Columns = 8, Terms = 16, Lanes = 32;

    private const string Source = $$"""
        {{Kernel}} product(const float* left, const float* right, float* sums, int)
        {
            if (threadIdx.x >= 32)
                return;
            const unsigned* l = (const unsigned*)left + threadIdx.x * 4;
            const unsigned* r = (const unsigned*)right + threadIdx.x * 2;
            float* s = sums + threadIdx.x * 4;
            float sum[4] = {s[0], s[1], s[2], s[3]};
            const unsigned a[4] = {l[0], l[1], l[2], l[3]};
            const unsigned b[2] = {r[0], r[1]};
            multiplyAdd(sum, a, b);
            for (int i = 0; i < 4; i++)
                s[i] = sum[i];
        }
        """;

    /// <summary>
    /// PTX ISA, mma.m16n8k16: element i of a lane's a is at row groupID for i = 0, 1, 4, 5, else groupID + 8, and at column
    /// threadID_in_group·2 + (i &amp; 1), + 8 from i = 4 on; of b at row threadID_in_group·2 + (i &amp; 1), + 8 from i = 2 on, and column
    /// groupID; of c at row groupID, + 8 from i = 2 on, and column threadID_in_group·2 + (i &amp; 1).
    /// </summary>
    [ClangFact]
    public void Every_lane_has_its_elements()
    {
        var random = new Random(1);
        int[,] a = Matrix(Rows, Terms), b = Matrix(Terms, Columns), c = Matrix(Rows, Columns);
        float[] sums = Run(
            (lane, i) => a[(lane / 4) + (i is 0 or 1 or 4 or 5 ? 0 : 8), (lane % 4 * 2) + (i & 1) + (i >= 4 ? 8 : 0)],
            (lane, i) => b[(lane % 4 * 2) + (i & 1) + (i >= 2 ? 8 : 0), lane / 4],
            (lane, i) => c[(lane / 4) + (i >= 2 ? 8 : 0), (lane % 4 * 2) + (i & 1)]);
        for (int lane = 0; lane < Lanes; lane++)
        {
            for (int i = 0; i < 4; i++)
            {
                int row = (lane / 4) + (i >= 2 ? 8 : 0), column = (lane % 4 * 2) + (i & 1);
                Assert.Equal(c[row, column] + Enumerable.Range(0, Terms).Sum(k => a[row, k] * b[k, column]), sums[(lane * 4) + i]);
            }
        }

        int[,] Matrix(int rows, int columns)
        {
            int[,] matrix = new int[rows, columns];
            for (int i = 0; i < matrix.Length; i++)
                matrix[i / columns, i % columns] = random.Next(-127, 128);
            return matrix;
        }
    }

    /// <summary>What lies below the last bit of the largest addend is cut off, whatever there is of it.</summary>
    [ClangTheory]
    [InlineData(1, 1f / (1 << 24), 1)]
    [InlineData(-1, -1f / (1 << 24), -1)]
    [InlineData(1, -1f / (1 << 24), 1)]
    [InlineData(1, 1f / (1 << 23), 1 + (16f / (1 << 23)))]
    [InlineData(0, 1f / (1 << 24), 16f / (1 << 24))]
    public void Sums_are_cut_off(float start, float product, float expected)
    {
        float[] sums = Run((_, _) => 1, (_, _) => product, (_, _) => start);
        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    private static float[] Run(Func<int, int, float> a, Func<int, int, float> b, Func<int, int, float> c)
    {
        using DeviceKernels kernels = new(Source);
        Numbers left = kernels.Memory(Lanes * 4, i => Word(a, i / 4, i % 4)), right = kernels.Memory(Lanes * 2, i => Word(b, i / 2, i % 2));
        Numbers sums = kernels.Memory(Lanes * 4, i => c(i / 4, i % 4));
        kernels.Launch("product", 1, 0, left, right, sums);
        return [.. Enumerable.Range(0, Lanes * 4).Select(i => sums[i])];

        // Two bfloat16 in the bits of a float.
        static float Word(Func<int, int, float> element, int lane, int word) =>
            BitConverter.Int32BitsToSingle((Half(element(lane, 2 * word)) >>> 16) | Half(element(lane, (2 * word) + 1)));

        static int Half(float x) => BitConverter.SingleToInt32Bits(x) & unchecked((int)0xffff0000);
    }
}
