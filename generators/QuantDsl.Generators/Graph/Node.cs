namespace QuantDsl.Generators.Graph;

/// <summary>One typed, statically shaped operation; its position in the graph is its value.</summary>
/// <param name="Stage">The stage it belongs to, empty for the input.</param>
/// <param name="Inputs">Positions of the values it reads.</param>
/// <param name="Shape">Shape of its value.</param>
internal abstract record Node(string Stage, Parsing.EquatableArray<int> Inputs, Shape Shape)
{
    /// <summary>Whether its backward pass reads its own output, which then must not be overwritten.</summary>
    public virtual bool BackwardReadsOutput => false;
}

internal sealed record InputNode(Shape Shape) : Node("", [], Shape);

/// <summary>A node with weights.</summary>
internal abstract record WeightedNode(string Stage, int Input, Shape Shape, bool HasBias) : Node(Stage, [Input], Shape)
{
    public abstract Parsing.EquatableArray<int> WeightShape { get; }

    /// <summary>Inputs of one output value.</summary>
    public abstract int FanIn { get; }

    /// <summary>Outputs that one input value reaches.</summary>
    public abstract int FanOut { get; }

    public long Weights => WeightShape.Aggregate(1L, (product, size) => product * size);

    public abstract long MultiplyAccumulates { get; }
}

internal sealed record LinearNode(string Stage, int Input, int InFeatures, Shape Shape, bool HasBias) : WeightedNode(Stage, Input, Shape, HasBias)
{
    public override Parsing.EquatableArray<int> WeightShape => [Shape.Channels, InFeatures];

    public override int FanIn => InFeatures;

    public override int FanOut => Shape.Channels;

    public override long MultiplyAccumulates => Weights;
}

/// <param name="ChannelsLast">Whether it runs with the channels of a pixel side by side.</param>
internal sealed record Conv2dNode(
    string Stage, int Input, int InChannels, int Kernel, int Stride, int Padding, Shape Shape, bool HasBias, bool ChannelsLast = false)
    : WeightedNode(Stage, Input, Shape, HasBias)
{
    public override Parsing.EquatableArray<int> WeightShape => [Shape.Channels, InChannels, Kernel, Kernel];

    public override int FanIn => InChannels * Kernel * Kernel;

    public override int FanOut => Shape.Channels * Kernel * Kernel;

    public override long MultiplyAccumulates => Weights * Shape.Height * Shape.Width;
}

internal sealed record FlattenNode(string Stage, int Input, Shape Shape) : Node(Stage, [Input], Shape);

internal sealed record BatchNormNode(string Stage, int Input, double Epsilon, double Momentum, Shape Shape) : Node(Stage, [Input], Shape);

internal sealed record ReluNode(string Stage, int Input, bool InPlace, Shape Shape) : Node(Stage, [Input], Shape)
{
    public override bool BackwardReadsOutput => true;
}

/// <param name="FromChannelsLast">Whether its input has the channels of a pixel side by side; its value has not.</param>
internal sealed record PoolNode(
    string Stage, int Input, bool IsMaximum, int Kernel, int Stride, int Padding, Shape Shape, bool FromChannelsLast = false) : Node(Stage, [Input], Shape);

internal sealed record GlobalAvgPoolNode(string Stage, int Input, Shape Shape) : Node(Stage, [Input], Shape);

internal sealed record DropoutNode(string Stage, int Input, double Probability, Shape Shape) : Node(Stage, [Input], Shape);

internal sealed record AddNode(string Stage, int Left, int Right, Shape Shape) : Node(Stage, [Left, Right], Shape);
