namespace QuantDsl.Tests.Bits;

/// <summary>The threads that train are our own: neither libtorch's nor the pool's, and as many as the process may use.</summary>
public sealed class OwnThreadsTests
{
    /// <summary>.NET counts what a container's quota allows, and DOTNET_PROCESSOR_COUNT stands for that.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void There_are_as_many_as_the_process_has_processors(string processors)
    {
        string line = Assert.Single(BitsProgram.Lines(
            [], ("DOTNET_PROCESSOR_COUNT", processors), ("QUANTDSL_THREADS", ""), ("OMP_NUM_THREADS", "")));
        Assert.EndsWith($"threads {processors}", line);
    }

    [Fact]
    public void A_busy_pool_and_libtorchs_threads_do_not_matter()
    {
        string[] lines = BitsProgram.Lines("busy", ("QUANTDSL_THREADS", "3"));
        string[] expected = BitsProgram.Lines("few", ("QUANTDSL_THREADS", "3"));
        Assert.Equal(expected[..3], lines[..3]);
        Assert.Equal("libtorch 1", lines[3]);
    }
}
