using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>Kernels of sequences where there is more than in a test network: more units and more tokens than a block has threads.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class SequenceKernelTests
{
    /// <summary>Bits do not depend on how units and samples are shared among threads.</summary>
    [ClangTheory]
    [InlineData(
        "Lstm", 4,
        "forward(sums, weights, gates, cells, states, 5)",
        "backward(gates, cells, weights, states, gradient, memory, 5)")]
    [InlineData(
        "Gru", 3,
        "forward(sums, weights, weights + 9000, gates, states, 5)",
        "backward(gates, states, weights, states, gradient, recurrent, memory, 5)")]
    public void More_units_than_threads_are_taken_in_turn(string layer, int gates, string forward, string backward)
    {
        const int hidden = 40, sums = 0, weights = 4000, results = 16000, ofResults = 16000;
        string source = Kernel("narrow", "32, 1", 0) + Kernel("wide", "128, 2", ofResults);
        using TemplateRun run = new(source, results + (2 * ofResults));
        var random = new Random(1);
        foreach (ref float value in run.Memory[sums..results])
            value = (float)(random.NextDouble() - 0.5);
        run.Launch("narrow", blocks: 1); // of 8 samples
        run.Launch("wide", blocks: 2); // of 4
        Span<float> narrow = run.Memory.Slice(results, ofResults);
        Assert.True(narrow.Contains(float.NaN));
        Assert.Equal(narrow.ToArray(), run.Memory.Slice(results + ofResults, ofResults).ToArray());
        Assert.DoesNotContain(float.NaN, narrow[..(5 * 3 * 4 * hidden)].ToArray()); // what the gradient needs of all gates

        string Kernel(string name, string shares, int offset) => $$"""
            extern "C" __global__ void __launch_bounds__(Threads) {{name}}(float* all)
            {
                const float* weights = all + {{weights}};
                Images<1, 3, 4 * {{hidden}}, 0, 12 * {{hidden}}> sums{all}, gates{all + {{results + offset}}}, gradient{gates.data + 3000};
                Images<1, 3, 4 * {{hidden}}, 0, 12 * {{hidden}}> recurrent{gates.data + 6000};
                Images<1, 3, {{hidden}}, 0, 3 * {{hidden}}> states{gates.data + 9000}, cells{gates.data + 12000};
                Images<1, 1, {{hidden}}, 0, {{hidden}}> memory{gates.data + 15000};
                (void)recurrent;
                (void)cells;
                using Layer = {{layer}}<Recurrence<{{gates}}, {{hidden}}, {{shares}}>>;
                Layer::{{forward}};
                __syncthreads();
                Layer::{{backward}};
            }

            """;
    }

    /// <summary>Occurrences token by token, in the order of the batch.</summary>
    [ClangFact]
    public void Tokens_of_several_blocks_are_sorted()
    {
        const int length = 20, samples = 19, vocabulary = 300;
        using TemplateRun run = new(
            $$"""
            extern "C" __global__ void __launch_bounds__(Threads) find(float* all)
            {
                findTokens<{{length}}, {{vocabulary}}, 2>((const int*)all, all + 1000, Rows<{{length}}>{all + 2000}, {{samples}}, blockIdx.x);
            }
            """,
            floats: 3000);
        var random = new Random(1);
        int[] tokens = [.. Enumerable.Range(0, length * samples).Select(i => i % 3 == 0 ? 7 : random.Next(vocabulary))];
        tokens.CopyTo(run.Integers);
        run.Launch("find", blocks: 4);
        Assert.Equal(
            [.. Enumerable.Range(0, vocabulary).Select(token => tokens.Count(other => other <= token))],
            run.Integers.Slice(1000, vocabulary).ToArray());
        Assert.Equal([.. Enumerable.Range(0, tokens.Length).OrderBy(i => tokens[i])], run.Integers.Slice(2000, tokens.Length).ToArray());
    }
}
