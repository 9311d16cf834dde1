using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>The loops of a pass as a device has them: fewer, for each is a launch.</summary>
internal static class DeviceLoops
{
    /// <summary>Rewrites the loops of a forward or of a backward pass.</summary>
    public static IReadOnlyList<Loop> Run(ModelPlan plan, IReadOnlyList<Loop> loops) => ByChannels(InOrderOfWeights(plan, loops));

    /// <summary>The device's convolutions make ∂W in the order of the weights at once; those in groups do not.</summary>
    private static IReadOnlyList<Loop> InOrderOfWeights(ModelPlan plan, IReadOnlyList<Loop> loops)
    {
        var gradients = loops.SelectMany(loop => loop.Kernels).Where(IsReordering).ToDictionary(
            kernel => kernel.Reads.Single(), kernel => (Argument)kernel.Arguments.OfType<Argument.ParameterGradient>().Single());
        return
        [
            .. loops
                .Select(loop => loop with { Kernels = [.. loop.Kernels.Where(kernel => !IsReordering(kernel)).Select(AtOnce)] })
                .Where(loop => loop.Kernels.Count > 0),
        ];

        bool IsReordering(Kernel kernel) =>
            kernel.Function == ".Reorder" && plan.Graph.Of(kernel.Layer).Any(node => node.Operation is Convolution { Groups: 1 });

        Kernel AtOnce(Kernel kernel) => kernel with
        {
            Arguments =
            [
                .. kernel.Arguments.Select(argument =>
                    argument is Argument.Write { Value: var value } && gradients.TryGetValue(value, out Argument? gradient)
                        ? gradient
                        : argument),
            ],
        };
    }

    /// <summary>
    /// Features are normalised by the blocks that have found the moments of their channels, and their ∂x is made by those that have found
    /// ∂γ and ∂β, where nothing else is to be done with the samples.
    /// </summary>
    private static IReadOnlyList<Loop> ByChannels(IReadOnlyList<Loop> loops)
    {
        List<Loop> result = [.. loops];
        foreach (Loop sums in loops.Where(IsOfFeatures))
        {
            Kernel first = sums.Kernels[0];
            Loop? samples = result.FirstOrDefault(loop =>
                loop.Space == Space.Samples && loop.Kernels.Count == 1 && Ends(first, loop.Kernels[0]));
            if (samples is null)
                continue;
            Kernel second = samples.Kernels[0];
            string function = second.Function.Insert(second.Function.IndexOf('<'), "OfFeatures");
            second = second with { Function = function, Space = first.Space };
            result.Remove(samples);
            result[result.IndexOf(sums)] = sums with { Kernels = [first, second] };
        }
        return result;
    }

    private static bool IsOfFeatures(Loop loop) =>
        loop.Kernels.Count == 1
        && loop.Kernels[0].Function.Split('<')[0] is ("..BatchMomentsOfFeatures" or "..ParameterGradientsOfFeatures");

    /// <summary>Whether a kernel of batch normalisation needs nothing but what another has read and written.</summary>
    private static bool Ends(Kernel first, Kernel second) =>
        second.Layer == first.Layer
        && second.Function.Split('<')[0] is ("..Normalize" or "..InputGradient")
        && second.Reads.Any(first.Writes.Contains)
        && second.Reads.All(value => first.Reads.Contains(value) || first.Writes.Contains(value));
}
