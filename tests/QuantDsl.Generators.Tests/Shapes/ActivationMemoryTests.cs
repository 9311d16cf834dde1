using QuantDsl.Generators.Graph;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Bytes alive while each node runs, counted by hand.</summary>
public sealed class ActivationMemoryTests
{
    /// <summary>Sizes in floats: input 48, conv 64, its copy behind the ReLU 0, pool 16, flat 0, linear 10.</summary>
    [Fact]
    public void A_chain_keeps_two_values()
    {
        var graph = new NetworkGraph([
            new InputNode(Shape.Of(3, 4, 4)),
            new Conv2dNode("Conv", 0, 3, 1, 1, 0, Shape.Of(4, 4, 4), HasBias: false),
            new ReluNode("Conv", 1, InPlace: true, Shape.Of(4, 4, 4)),
            new PoolNode("Conv", 2, IsMaximum: true, 2, 2, 0, Shape.Of(4, 2, 2)),
            new FlattenNode("Out", 3, Shape.Of(16)),
            new LinearNode("Out", 4, 16, Shape.Of(10), HasBias: true),
        ]);

        Assert.Equal([4 * 48, 4 * (48 + 64), 4 * 64, 4 * (64 + 16), 4 * 16, 4 * (16 + 10)], ActivationMemory.LiveBytes(graph));
    }

    /// <summary>Ids have 8 bytes each. An LSTM of 3 units has 12 gates and 3 cells while it runs.</summary>
    [Fact]
    public void A_sequence_counts_all_positions_and_the_state_of_one()
    {
        var graph = new NetworkGraph([
            new InputNode(Shape.Of(7), Vocabulary: 5),
            new OneHotNode("Lstm", 0, Shape.Of(7, 5)),
            new LstmNode("Lstm", 1, Length: 7, InFeatures: 5, Hidden: 3, ReturnSequence: true),
            new LstmNode("Last", 2, Length: 7, InFeatures: 3, Hidden: 4, ReturnSequence: false),
            new LinearNode("Out", 3, 4, Shape.Of(2), HasBias: true),
        ]);

        GraphVerifier.Verify(graph);
        Assert.Equal(
            [8 * 7, (8 * 7) + (4 * 35), 4 * (35 + 21 + 15), 4 * (21 + 4 + 20), 4 * (4 + 2)],
            ActivationMemory.LiveBytes(graph));
    }

    /// <summary>A value that a later stage adds lives until then; a ReLU beside another reader needs memory of its own.</summary>
    [Fact]
    public void A_branch_keeps_what_joins_later()
    {
        var graph = new NetworkGraph([
            new InputNode(Shape.Of(8)),
            new LinearNode("Fc1", 0, 8, Shape.Of(20), HasBias: true),
            new ReluNode("Fc1", 1, InPlace: false, Shape.Of(20)),
            new LinearNode("Fc2", 2, 20, Shape.Of(20), HasBias: true),
            new DropoutNode("Fc2", 3, 0.5, Shape.Of(20)),
            new AddNode("Fc2", 4, 1, Shape.Of(20)),
            new LinearNode("Out", 5, 20, Shape.Of(2), HasBias: true),
        ]);

        Assert.Equal(
            [4 * 8, 4 * (8 + 20), 4 * (20 + 20), 4 * (20 + 20 + 20), 4 * (20 + 20), 4 * (20 + 20 + 20), 4 * (20 + 2)],
            ActivationMemory.LiveBytes(graph));
    }
}
