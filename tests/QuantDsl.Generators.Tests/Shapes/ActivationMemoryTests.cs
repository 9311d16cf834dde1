using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Tests.Shapes;

/// <summary>Bytes alive while each node runs, counted by hand.</summary>
public sealed class ActivationMemoryTests
{
    /// <summary>Sizes in floats: input 48, conv 64, its copy behind the ReLU 0, pool 16, flat 0, linear 10.</summary>
    [Fact]
    public void A_chain_keeps_two_values()
    {
        var graph = new NetworkGraph([
            Graphs.Input(3, 4, 4),
            new Node("Conv", new Conv2d(4, new Window(new(1, 1, 0), new(1, 1, 0)), Bias: false), [0], Shape.Of(4, 4, 4)),
            new Node("Conv", new ReLU().ToInPlace()!, [1], Shape.Of(4, 4, 4)),
            new Node("Conv", new Pool2d(IsMaximum: true, new WindowAxis(2, 2, 0)), [2], Shape.Of(4, 2, 2)),
            new Node("Out", new Flatten(), [3], Shape.Of(16)),
            new Node("Out", new Linear(10, Bias: true), [4], Shape.Of(10)),
        ]);

        Assert.Equal([4 * 48, 4 * (48 + 64), 4 * 64, 4 * (64 + 16), 4 * 16, 4 * (16 + 10)], ActivationMemory.LiveBytes(graph));
    }

    /// <summary>Ids have 8 bytes each. An LSTM of 3 units has 12 gates and 3 cells while it runs.</summary>
    [Fact]
    public void A_sequence_counts_all_positions_and_the_state_of_one()
    {
        var graph = new NetworkGraph([
            Graphs.Ids(7, vocabulary: 5),
            new Node("Lstm", new OneHot(5), [0], Shape.Of(7, 5)),
            new Node("Lstm", new Lstm(3, ReturnSequence: true), [1], Shape.Of(7, 3)),
            new Node("Last", new Lstm(4, ReturnSequence: false), [2], Shape.Of(4)),
            new Node("Out", new Linear(2, Bias: true), [3], Shape.Of(2)),
        ]);

        GraphVerifier.Verify(graph);
        Assert.Equal(
            [8 * 7, (8 * 7) + (4 * 35), 4 * (35 + 21 + 15), 4 * (21 + 4 + 20), 4 * (4 + 2)],
            ActivationMemory.LiveBytes(graph));
    }

    /// <summary>A value that a later layer adds lives until then; a ReLU beside another reader needs memory of its own.</summary>
    [Fact]
    public void A_branch_keeps_what_joins_later()
    {
        var graph = new NetworkGraph([
            Graphs.Input(8),
            new Node("Fc1", new Linear(20, Bias: true), [0], Shape.Of(20)),
            new Node("Fc1", new ReLU(), [1], Shape.Of(20)),
            new Node("Fc2", new Linear(20, Bias: true), [2], Shape.Of(20)),
            new Node("Fc2", new Dropout(0.5), [3], Shape.Of(20)),
            new Node("Fc2", new Add("Fc1"), [4, 1], Shape.Of(20)),
            new Node("Out", new Linear(2, Bias: true), [5], Shape.Of(2)),
        ]);

        Assert.Equal(
            [4 * 8, 4 * (8 + 20), 4 * (20 + 20), 4 * (20 + 20 + 20), 4 * (20 + 20), 4 * (20 + 20 + 20), 4 * (20 + 2)],
            ActivationMemory.LiveBytes(graph));
    }
}
