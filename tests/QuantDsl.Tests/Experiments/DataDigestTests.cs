using global::Experiments.Data;

namespace QuantDsl.Tests.Experiments;

public class DataDigestTests
{
    [Fact]
    public void It_depends_on_samples_labels_and_their_order()
    {
        string[] digests =
        [
            Digest([1, 2, 3, 4], [0, 1]),
            Digest([1, 2, 3, 5], [0, 1]),
            Digest([1, 2, 3, 4], [1, 1]),
            Digest([3, 4, 1, 2], [1, 0]),
        ];

        Assert.Equal(digests[0], Digest([1, 2, 3, 4], [0, 1]));
        Assert.Equal(4, digests.Distinct().Count());
        Assert.All(digests, digest => Assert.Matches("^[0-9a-f]{16}$", digest));
    }

    [Fact]
    public void Of_many_samples_it_takes_some_from_everywhere()
    {
        float[] samples = new float[10_000];
        string digest = Digest(samples, new long[10_000]);
        samples[9_999] = 1; // every third one is taken, this is one of them

        Assert.NotEqual(digest, Digest(samples, new long[10_000]));
    }

    private static string Digest(float[] samples, long[] labels)
    {
        using var data = Dataset.FromArrays(samples, [samples.Length / labels.Length], labels);
        return DataDigest.Of(data);
    }
}
