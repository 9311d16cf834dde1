using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>
/// A convolution in groups, depthwise too, has the bits of as many convolutions that each see the channels of a group alone, forward and
/// backward, in vectors of every width, and stays within its memory.
/// </summary>
public sealed class GroupedConvolutionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_group_is_a_convolution(int seed)
    {
        (ConvolutionCase test, int groups) = Case(new Random(seed), isDepthwise: false);
        Compare(test, groups, $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_channel_is_a_convolution(int seed)
    {
        (ConvolutionCase test, int groups) = Case(new Random(seed), isDepthwise: true);
        Compare(test, groups, $"seed {seed}");
    }

    private static void Compare(ConvolutionCase test, int groups, string seed)
    {
        var expected = GroupedRun<Lanes16>.OfGroups(test, groups);
        AssertSame(expected.Values, GroupedRun<Lanes16>.OfLayer(test, groups).Values, $"{test}, {groups} groups, {seed}, 16 lanes");
        AssertSame(expected.Values, GroupedRun<Lanes8>.OfLayer(test, groups).Values, $"{test}, {groups} groups, {seed}, 8 lanes");
        AssertSame(expected.Values, GroupedRun<Lanes4>.OfLayer(test, groups).Values, $"{test}, {groups} groups, {seed}, 4 lanes");
    }

    private static void AssertSame(
        IReadOnlyList<(string What, float[] Numbers)> expected, IReadOnlyList<(string What, float[] Numbers)> actual, string what)
    {
        foreach (((string name, float[] numbers), (_, float[] found)) in expected.Zip(actual))
        {
            int same = numbers.Zip(found).TakeWhile(pair => Bits(pair.First) == Bits(pair.Second)).Count();
            Assert.True(same == numbers.Length && same == found.Length, $"{what}: {name} differs at {same}");
        }
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static (ConvolutionCase Test, int Groups) Case(Random random, bool isDepthwise)
    {
        (int inputs, int outputs) = isDepthwise ? (1, 1) : Pick<(int, int)>([(1, 2), (1, 3), (3, 2), (5, 7), (16, 4), (19, 33)]);
        int groups = isDepthwise ? Pick([2, 5, 16, 21, 32, 37]) : Pick([2, 3, 5]);
        (int Y, int X) kernel = Pick<(int, int)>([(1, 1), (3, 3), (3, 3), (5, 5), (3, 1), (2, 3)]);
        (int Y, int X) stride = Pick<(int, int)>([(1, 1), (1, 1), (2, 2), (3, 3), (2, 1)]);
        (int Y, int X) dilation = random.Next(3) == 0 ? Pick<(int, int)>([(2, 2), (1, 2), (3, 1)]) : (1, 1);
        int height = random.Next(13, 16), width = random.Next(13, 18), samples = random.Next(1, 4);
        ConvolutionCase test = new(
            samples, height, width, inputs * groups, outputs * groups, kernel, stride, (random.Next(3), random.Next(3)))
        {
            Batch = random.Next(samples, 20),
            Dilation = dilation,
            ExtraPadding = (random.Next(2), random.Next(2)),
            Groups = groups,
        };
        return (test.Fill(random.Next()), groups);

        T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
    }
}
