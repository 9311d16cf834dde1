using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on the numbers given to layers.</summary>
internal static class LayerArgumentChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model) =>
        from stage in model.Stages
        from operation in stage.Operations
        from problem in Problems(operation)
        select Finding.Of(Descriptors.LayerArgument, operation.Place, stage.Name, problem.Rule, problem.Name, problem.Value);

    private static IEnumerable<(string Rule, string Name, object Value)> Problems(OperationDeclaration operation)
    {
        switch (operation)
        {
            case LinearDeclaration { Features: < 1 } linear:
                yield return ("a linear layer has at least 1 feature", "features", linear.Features);
                break;
            case Conv2dDeclaration conv:
                if (conv.Channels < 1)
                    yield return ("a convolution has at least 1 channel", "channels", conv.Channels);
                foreach ((string, string, object) problem in Window(conv.Kernel, conv.Stride, conv.Padding))
                    yield return problem;
                break;
            case PoolDeclaration pool:
                foreach ((string, string, object) problem in Window(pool.Kernel, pool.Stride, pool.Padding))
                    yield return problem;
                if (pool.Padding > pool.Kernel / 2)
                    yield return ("the padding of a pool is at most half its kernel", "Padding", pool.Padding);
                break;
            case BatchNormDeclaration norm:
                if (!(norm.Epsilon > 0))
                    yield return ("Epsilon is above 0", "Epsilon", norm.Epsilon);
                if (!(norm.Momentum is > 0 and <= 1))
                    yield return ("Momentum is above 0 and at most 1", "Momentum", norm.Momentum);
                break;
            case DropoutDeclaration { Probability: not (>= 0 and < 1) } dropout:
                yield return ("the probability of a zero is at least 0 and below 1", "it", dropout.Probability);
                break;
        }
    }

    private static IEnumerable<(string Rule, string Name, object Value)> Window(int kernel, int stride, int padding)
    {
        if (kernel < 1)
            yield return ("a kernel is at least 1", "kernel", kernel);
        if (stride < 1 && kernel >= 1)
            yield return ("a stride is at least 1", "Stride", stride);
        if (padding < 0)
            yield return ("a padding is at least 0", "Padding", padding);
    }
}
