namespace QuantDsl.Generators.Graph;

/// <summary>One typed, statically shaped operation; its position in the graph is its value.</summary>
/// <param name="Stage">The stage it belongs to, empty for the input.</param>
/// <param name="Inputs">Positions of the values it reads.</param>
/// <param name="Shape">Shape of its value.</param>
internal abstract record Node(string Stage, Parsing.EquatableArray<int> Inputs, Shape Shape)
{
    /// <summary>Whether its backward pass reads its own output, which then must not be overwritten.</summary>
    public virtual bool BackwardReadsOutput => false;

    /// <summary>Values of one sample that it needs while it runs, beside what it reads and writes.</summary>
    public virtual long WorkingValues => 0;
}

/// <param name="Vocabulary">How many different token ids there are; null: the input is float32.</param>
internal sealed record InputNode(Shape Shape, int? Vocabulary = null) : Node("", [], Shape)
{
    /// <summary>The shape, for people.</summary>
    public string Text => Vocabulary is null ? Shape.ToString() : $"{Shape} token ids";
}

/// <summary>A vector with a one for each token id.</summary>
internal sealed record OneHotNode(string Stage, int Input, Shape Shape) : Node(Stage, [Input], Shape);

/// <summary>A node with weights.</summary>
internal abstract record WeightedNode(string Stage, int Input, Shape Shape, bool HasBias) : Node(Stage, [Input], Shape)
{
    public abstract Parsing.EquatableArray<int> WeightShape { get; }

    /// <summary>Inputs of one output value.</summary>
    public abstract int FanIn { get; }

    /// <summary>Outputs that one input value reaches.</summary>
    public abstract int FanOut { get; }

    public virtual long Weights => WeightShape.Aggregate(1L, (product, size) => product * size);

    public abstract long MultiplyAccumulates { get; }
}

internal sealed record LinearNode(string Stage, int Input, int InFeatures, Shape Shape, bool HasBias) : WeightedNode(Stage, Input, Shape, HasBias)
{
    public override Parsing.EquatableArray<int> WeightShape => [Shape.Channels, InFeatures];

    public override int FanIn => InFeatures;

    public override int FanOut => Shape.Channels;

    public override long MultiplyAccumulates => Weights * Shape.Length;
}

/// <param name="ReturnSequence">Whether its value is a sequence, or that of the last position.</param>
internal sealed record LstmNode(string Stage, int Input, int Length, int InFeatures, int Hidden, bool ReturnSequence)
    : WeightedNode(Stage, Input, ReturnSequence ? Shape.Of(Length, Hidden) : Shape.Of(Hidden), HasBias: true)
{
    /// <summary>Input, forget, cell and output gate: the rows of the weights, in this order.</summary>
    public const int Gates = 4;

    public override Parsing.EquatableArray<int> WeightShape => [Gates * Hidden, InFeatures];

    public Parsing.EquatableArray<int> RecurrentWeightShape => [Gates * Hidden, Hidden];

    public override int FanIn => InFeatures;

    /// <summary>Of one gate, as if it were a layer.</summary>
    public override int FanOut => Hidden;

    public override long Weights => base.Weights + ((long)Gates * Hidden * Hidden);

    public override long MultiplyAccumulates => Weights * Length;

    /// <summary>The gates of one position and the cell state.</summary>
    public override long WorkingValues => (Gates + 1L) * Hidden;
}

/// <summary>A row of weights for each token id.</summary>
internal sealed record EmbeddingNode(string Stage, int Input, int Vocabulary, Shape Shape) : WeightedNode(Stage, Input, Shape, HasBias: false)
{
    public override Parsing.EquatableArray<int> WeightShape => [Vocabulary, Shape.Channels];

    /// <summary>Rows are looked up, not added.</summary>
    public override int FanIn => 1;

    public override int FanOut => Shape.Channels;

    public override long MultiplyAccumulates => 0;
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
