using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>What has the CPU's bits on a device: functions, and losses of logits that are the same.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed unsafe class CpuBitsTests
{
    private const int Samples = 3;
    private const int Positions = 300; // more than a block has threads
    private const int Classes = 3;
    private const int Labels = Samples * Positions;
    private const int Logits = Labels * Classes;

    [ClangFact]
    public void Of_functions()
    {
        const int count = 1024;
        using TemplateRun run = new(
            """
            extern "C" __global__ void __launch_bounds__(Threads) functions(float* x)
            {
                x += blockIdx.x * Threads + threadIdx.x;
                x[1024] = exponential(*x);
                x[2048] = logistic(*x);
                x[3072] = hyperbolicTangent(*x);
                x[4096] = logarithmFromOne(*x < 1.0f ? 1.0f : *x);
            }
            """,
            floats: 5 * count);
        for (int i = 0; i < count; i++)
            run.Integers[i] = unchecked(i * 0x3FFFF1); // of every magnitude, and what is not a number
        float[] x = run.Memory[..count].ToArray();
        run.Launch("functions", blocks: 4);
        Assert.Equal(Bits(x.Select(Exponential.Of)), Bits(run.Memory.Slice(count, count).ToArray()));
        Assert.Equal(Bits(x.Select(Logistic.Of)), Bits(run.Memory.Slice(2 * count, count).ToArray()));
        Assert.Equal(Bits(x.Select(HyperbolicTangent.Of)), Bits(run.Memory.Slice(3 * count, count).ToArray()));
        Assert.Equal(Bits(x.Select(value => Logarithm.Of(value < 1 ? 1 : value))), Bits(run.Memory.Slice(4 * count, count).ToArray()));
    }

    [ClangTheory]
    [InlineData("squaredHinge(logits, labels, losses, gradient, blockIdx.x, 3)", "2700.0")]
    [InlineData("crossEntropy(logits, labels, losses, gradient, blockIdx.x, 3)", "900.0")]
    [InlineData(
        "weightedCrossEntropy(logits, labels, ClassWeights{weights}, 0.25f, losses, gradient, blockIdx.x, 3)",
        "labelWeight(ClassWeights{weights}, labels, 900)")]
    [InlineData(
        "weightedCrossEntropy(logits, labels, NoClassWeights{}, 0.25f, losses, gradient, blockIdx.x, 3)",
        "labelWeight(NoClassWeights{}, labels, 900)")]
    [InlineData("numberLoss(SquaredError{}, logits, numbers, losses, gradient, blockIdx.x, 3)", "2700.0")]
    [InlineData("numberLoss(Huber{0.75f}, logits, numbers, losses, gradient, blockIdx.x, 3)", "2700.0")]
    [InlineData("numberLoss(BinaryCrossEntropy{}, logits, numbers, losses, gradient, blockIdx.x, 3)", "2700.0")]
    public void Of_losses(string call, string terms)
    {
        string values = $$"""
            const float* weights = all + {{(2 * Logits) + Labels}};
            Images<1, {{Positions}}, {{Classes}}, 0, {{Positions * Classes}}> logits{all}, gradient{weights + {{Classes}}};
            const float* numbers = all + {{Logits}};
            const int* labels = (const int*)(all + {{2 * Logits}});
            Rows<{{Positions}}> losses{gradient.data + {{Logits}}};
            (void)weights, (void)numbers, (void)labels;
            """.Replace("gradient{weights", $"gradient{{all + {(2 * Logits) + Labels}");
        using TemplateRun run = new(
            $$"""
            extern "C" __global__ void __launch_bounds__(Threads) loss(float* all)
            {
            {{values}}
                {{call}};
            }

            extern "C" __global__ void __launch_bounds__(Threads) mean(float* all)
            {
            {{values}}
                (void)logits;
                meanLoss<{{Samples}}, {{Positions}}>(losses, {{terms}}, losses.data + {{Labels}}, {{Samples}});
            }
            """,
            floats: (3 * Logits) + (2 * Labels) + Classes + 1);
        var random = new Random(1);
        for (int i = 0; i < Logits; i++)
        {
            run.Memory[i] = (float)((6 * random.NextDouble()) - 3);
            run.Memory[Logits + i] = (float)random.NextDouble();
        }
        for (int i = 0; i < Labels; i++)
            run.Integers[(2 * Logits) + i] = random.Next(Classes);
        float[] weights = [0.5f, 2, 1.25f];
        weights.CopyTo(run.Memory[((2 * Logits) + Labels)..]);
        run.Launch("loss", blocks: Samples);
        run.Launch("mean", blocks: 1);

        float[] gradients = new float[Logits], losses = new float[Labels];
        float mean = OnCpu(call, run, gradients, losses);
        int first = (2 * Logits) + Labels + Classes;
        Assert.Equal(Bits(gradients), Bits(run.Memory.Slice(first, Logits).ToArray()));
        Assert.Equal(Bits(losses), Bits(run.Memory.Slice(first + Logits, Labels).ToArray()));
        Assert.Equal(mean, run.Memory[first + Logits + Labels]);
    }

    private static float OnCpu(string call, TemplateRun run, float[] gradients, float[] losses)
    {
        fixed (float* memory = run.Memory, gradient = gradients, loss = losses)
        {
            int* labels = (int*)memory + (2 * Logits);
            float* weights = memory + (2 * Logits) + Labels;
            var classes = new ClassificationBatch(memory, Classes, labels, Labels, Classes);
            var numbers = new NumberBatch(memory, Classes, memory + Logits, Labels, Classes);
            var all = new UnitRange(0, Labels);
            double terms = Logits;
            switch (call.Split('(', '{')[0])
            {
                case "squaredHinge":
                    SquaredHingeLoss.Run(classes, loss, gradient, Classes, all);
                    break;
                case "crossEntropy":
                    terms = Labels;
                    CrossEntropyLoss.Run<Lanes4>(classes, loss, gradient, Classes, all);
                    break;
                case "weightedCrossEntropy":
                    int weighted = call.Contains("NoClassWeights", StringComparison.Ordinal) ? 0 : Classes;
                    terms = ClassWeighting.Sum(new(labels, Labels), new(weights, weighted));
                    var weighting = new ClassWeighting(0.25f, weighted == 0 ? null : weights, (float)terms);
                    WeightedCrossEntropyLoss.Run<Lanes4>(classes, weighting, loss, gradient, Classes, all);
                    break;
                default:
                    if (call.Contains("SquaredError", StringComparison.Ordinal))
                        MseLoss.Run(numbers, loss, gradient, Classes, all);
                    else if (call.Contains("Huber", StringComparison.Ordinal))
                        HuberLoss.Run(numbers, 0.75f, loss, gradient, Classes, all);
                    else
                        BceWithLogitsLoss.Run(numbers, loss, gradient, Classes, all);
                    break;
            }
            float[] sums = [.. losses];
            fixed (float* sum = sums)
            {
                MeanLoss.AddSamples(sum, Positions, new BatchShards(Samples, Samples));
                return MeanLoss.Of(sum, Positions, terms);
            }
        }
    }

    /// <summary>Bits; all that is not a number alike.</summary>
    private static int[] Bits(IEnumerable<float> values) =>
        [.. values.Select(value => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value))];
}
