using System.Globalization;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Checks;

/// <summary>Rules on the numbers given to layers.</summary>
internal static class LayerArgumentChecks
{
    public static IEnumerable<Finding> Run(ModelDeclaration model)
    {
        IEnumerable<Finding> ofStages =
            from stage in model.Stages
            from operation in stage.Operations
            from problem in Problems(operation)
            select problem.Of(Descriptors.LayerArgument, stage.Name);
        return model.OneHot is { Vocabulary: < 1 } oneHot
            ? [.. ofStages, Vocabulary(oneHot.Place, oneHot.Vocabulary).Of(Descriptors.LayerArgument, model.Type.Name)]
            : ofStages;
    }

    private static ArgumentProblem Vocabulary(Place place, int vocabulary) => new(place, "vocabulary", vocabulary, "a vocabulary has at least 1 token");

    private static IEnumerable<ArgumentProblem> Problems(OperationDeclaration operation)
    {
        Place place = operation.Place;
        switch (operation)
        {
            case LinearDeclaration { Features: < 1 } linear:
                yield return new(place, "features", linear.Features, "a linear layer has at least 1 feature");
                break;
            case LstmDeclaration { Hidden: < 1 } lstm:
                yield return new(place, "hidden", lstm.Hidden, "an LSTM has at least 1 unit");
                break;
            case EmbeddingDeclaration embedding:
                if (embedding.Vocabulary < 1)
                    yield return Vocabulary(place, embedding.Vocabulary);
                if (embedding.Features < 1)
                    yield return new(place, "features", embedding.Features, "an embedding has at least 1 feature");
                break;
            case Conv2dDeclaration conv:
                if (conv.Channels < 1)
                    yield return new(place, "channels", conv.Channels, "a convolution has at least 1 channel");
                foreach (ArgumentProblem problem in Window(place, conv.Kernel, conv.Stride, conv.Padding))
                    yield return problem;
                break;
            case PoolDeclaration pool:
                foreach (ArgumentProblem problem in Window(place, pool.Kernel, pool.Stride, pool.Padding))
                    yield return problem;
                if (pool.Kernel >= 1 && pool.Padding > pool.Kernel / 2)
                {
                    string half = (pool.Kernel / 2).ToString(CultureInfo.InvariantCulture);
                    yield return new(place, "Padding", pool.Padding, "the padding of a pool is at most half its kernel", half);
                }
                break;
            case BatchNormDeclaration norm:
                if (!ArgumentProblem.IsPositiveSingle(norm.Epsilon))
                    yield return new(place, "Epsilon", norm.Epsilon, "Epsilon is a positive float32", "");
                if (!(norm.Momentum is > 0 and <= 1))
                    yield return new(place, "Momentum", norm.Momentum, "Momentum is above 0 and at most 1", "");
                break;
            case DropoutDeclaration { Probability: not (>= 0 and < 1) } dropout:
                yield return new(place, "probability", dropout.Probability, "the probability of a zero is at least 0 and below 1");
                break;
        }
    }

    private static IEnumerable<ArgumentProblem> Window(Place place, int kernel, int stride, int padding)
    {
        if (kernel < 1)
            yield return new(place, "kernel", kernel, "a kernel is at least 1");
        if (stride < 1 && kernel >= 1)
            yield return new(place, "Stride", stride, "a stride is at least 1", "1");
        if (padding < 0)
            yield return new(place, "Padding", padding, "a padding is at least 0", "0");
    }
}
