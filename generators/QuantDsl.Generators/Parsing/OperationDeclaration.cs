using QuantDsl.Generators.Diagnostics;

namespace QuantDsl.Generators.Parsing;

/// <summary>One operation attribute of a stage.</summary>
internal abstract record OperationDeclaration(Place Place)
{
    /// <summary>The operation as the user would write it.</summary>
    public abstract string Text { get; }
}

/// <summary>An operation with weights.</summary>
/// <param name="Bias">As given; null when not given.</param>
/// <param name="Place">The attribute.</param>
internal abstract record WeightedDeclaration(bool? Bias, Place Place) : OperationDeclaration(Place)
{
    /// <summary>Whether its values are sums over weights, whose size follows that of the levels.</summary>
    public virtual bool IsSum => true;
}

internal sealed record LinearDeclaration(int Features, bool? Bias, Place Place) : WeightedDeclaration(Bias, Place)
{
    public override string Text => $"Linear({Features})";
}

internal sealed record Conv2dDeclaration(int Channels, int Kernel, int Stride, int Padding, bool? Bias, Place Place) : WeightedDeclaration(Bias, Place)
{
    public override string Text =>
        $"Conv2d({Channels}, {Kernel}{(Stride == 1 ? "" : $", Stride = {Stride}")}{(Padding == 0 ? "" : $", Padding = {Padding}")})";
}

internal sealed record LstmDeclaration(int Hidden, bool ReturnSequence, Place Place) : WeightedDeclaration(Bias: true, Place)
{
    public override string Text => $"Lstm({Hidden}{(ReturnSequence ? "" : ", ReturnSequence = false")})";

    /// <summary>Sums go through gates, which bound them.</summary>
    public override bool IsSum => false;
}

internal sealed record EmbeddingDeclaration(int Vocabulary, int Features, Place Place) : WeightedDeclaration(Bias: false, Place)
{
    public override string Text => $"Embedding({Vocabulary}, {Features})";

    public override bool IsSum => false;
}

internal sealed record BatchNormDeclaration(double Epsilon, double Momentum, Place Place) : OperationDeclaration(Place)
{
    public override string Text => "BatchNorm";
}

internal sealed record ReluDeclaration(Place Place) : OperationDeclaration(Place)
{
    public override string Text => "ReLU";
}

/// <summary><c>[MaxPool2d]</c> or <c>[AvgPool2d]</c>.</summary>
internal sealed record PoolDeclaration(bool IsMaximum, int Kernel, int Stride, int Padding, Place Place) : OperationDeclaration(Place)
{
    public override string Text =>
        $"{(IsMaximum ? "MaxPool2d" : "AvgPool2d")}({Kernel}{(Stride == Kernel ? "" : $", Stride = {Stride}")}{(Padding == 0 ? "" : $", Padding = {Padding}")})";
}

internal sealed record GlobalAvgPoolDeclaration(Place Place) : OperationDeclaration(Place)
{
    public override string Text => "GlobalAvgPool2d";
}

internal sealed record DropoutDeclaration(double Probability, Place Place) : OperationDeclaration(Place)
{
    public override string Text => FormattableString.Invariant($"Dropout({Probability})");
}

internal sealed record AddDeclaration(string Stage, Place Place) : OperationDeclaration(Place)
{
    public override string Text => $"Add({Stage})";
}
