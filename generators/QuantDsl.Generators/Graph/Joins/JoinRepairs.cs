using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>
/// Finds what makes the shapes of a join match. It looks back on both sides to the value from which they come, changes what differs there,
/// and keeps a change only if shape inference then finds fewer errors in the whole model.
/// </summary>
internal sealed class JoinRepairs
{
    private readonly ModelDeclaration _model;
    private readonly GraphSketch _sketch;
    private readonly Join _join;

    private JoinRepairs(ModelDeclaration model, GraphSketch sketch, Join join) => (_model, _sketch, _join) = (model, sketch, join);

    /// <summary>The ways to repair a join: by its own layer's side, then by the other side.</summary>
    public static IReadOnlyList<JoinRepair> Of(ModelDeclaration model, GraphSketch sketch, Join join)
    {
        var search = new JoinRepairs(model, sketch, join);
        (Branch mine, Branch theirs) = search.Branches();
        IReadOnlyList<JoinRepair> repairs = search.Repairs(mine, theirs);
        (Branch paddedMine, Branch paddedTheirs) = (mine.Padded(), theirs.Padded());
        return repairs.Count > 0 || (paddedMine == mine && paddedTheirs == theirs) ? repairs : search.Repairs(paddedMine, paddedTheirs);
    }

    /// <summary>The ways as a sentence; empty where there is none.</summary>
    public static string Advice(ModelDeclaration model, GraphSketch sketch, Join join)
    {
        string advice = string.Join(", or ", Of(model, sketch, join).Select(repair => repair.Words));
        return advice.Length == 0 ? "" : char.ToUpperInvariant(advice[0]) + advice.Substring(1);
    }

    private List<JoinRepair> Repairs(Branch mine, Branch theirs)
    {
        (Shape own, Shape other) = (_sketch.Nodes[_join.Mine].Shape, _sketch.Nodes[_join.Theirs].Shape);
        bool isSum = _join.Use.Operation is Add;
        int? channels = isSum && own.Channels != other.Channels ? other.Channels : null;
        JoinRepair? first = Candidates(mine, theirs.Stride, channels).Select(branch => Repair(branch, theirs)).FirstOrDefault(Fits);
        channels = channels is null ? null : own.Channels;
        IEnumerable<JoinRepair> changed = theirs.Steps.Count == 0
            ? []
            : Candidates(theirs, mine.Stride, channels).Select(branch => Repair(mine, branch));
        IEnumerable<JoinRepair> projected = mine.Stride % theirs.Stride != 0 ? [] :
        [
            Repair(mine, theirs) with
            {
                Projection = Projection.Of(
                    _join.Use.Operation.OtherLayer!, other, isSum ? own.Channels : other.Channels, mine.Stride / theirs.Stride, isSum),
            },
        ];
        JoinRepair? second = first is { Projection: null } && first.Words == Repair(mine, theirs).Words
            ? null // the paddings were all
            : changed.Concat(projected).FirstOrDefault(Fits);
        return [.. new[] { first, second }.OfType<JoinRepair>().GroupBy(repair => repair.Words).Select(same => same.First())];
    }

    private static IEnumerable<Branch> Candidates(Branch branch, int stride, int? channels)
    {
        IEnumerable<Branch> strided = branch.WithStride(stride);
        return channels is { } number ? strided.Select(candidate => candidate.WithChannels(number)).OfType<Branch>() : strided;
    }

    private static JoinRepair Repair(Branch mine, Branch theirs) =>
        new(mine.Steps.Concat(theirs.Steps).Where(step => step.IsChanged).ToEquatableArray(), null);

    private bool Fits(JoinRepair repair)
    {
        if (repair.Steps.Count == 0 && repair.Projection is null)
            return false;
        EquatableArray<Finding> left = GraphSketch.Of(repair.Apply(_model, _join)).Findings;
        return left.Count(finding => finding.IsError) < _sketch.Findings.Count(finding => finding.IsError)
            && !left.Any(finding => finding.Id == Ids.JoinedShapes && finding.Anchor == _join.Use.Anchor);
    }

    private (Branch Mine, Branch Theirs) Branches()
    {
        List<int> mine = Way(_join.Mine), theirs = Way(_join.Theirs);
        int fork = mine.First(theirs.Contains);
        return (Branch(mine, fork), Branch(theirs, fork));
    }

    /// <summary>A value, what it was made of, and so on to the input; of a join, the side of its own layer.</summary>
    private List<int> Way(int node)
    {
        List<int> way = [node];
        while (node > 0)
        {
            node = _sketch.Nodes[node].Inputs[0];
            way.Add(node);
        }
        return way;
    }

    private Branch Branch(List<int> way, int fork) => new(
        _sketch.Nodes[fork].Shape,
        way.TakeWhile(node => node != fork).Reverse().Select(StepOf).OfType<Step>().ToEquatableArray());

    /// <summary>Null where it is no operation of its layer's that changes shapes by arguments.</summary>
    private Step? StepOf(int node)
    {
        (string layer, Operation operation) = (_sketch.Nodes[node].Layer, _sketch.Nodes[node].Operation);
        if (operation is not WeightedOperation && operation.Sliding is null)
            return null;
        OperationUse? use = _model.Layers.FirstOrDefault(declared => declared.Name == layer)?.Operations
            .FirstOrDefault(use => use.Anchor == _sketch.Anchors[node] && use.Operation.GetType() == operation.GetType());
        return use is null ? null : new Step(layer, use);
    }
}
