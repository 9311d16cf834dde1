using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>Changes of a declaration after which the shapes of a join match.</summary>
/// <param name="Steps">The operations that change.</param>
/// <param name="Projection">A layer to insert; null: none.</param>
internal sealed record JoinRepair(EquatableArray<Step> Steps, Projection? Projection)
{
    /// <summary>What to do, in words that can stand in a sentence.</summary>
    public string Words
    {
        get
        {
            IEnumerable<string> removals = Steps.Where(step => step.Operation is null)
                .Select(step => $"remove {step.Use.Operation.Text} from {step.Layer}");
            List<string> parts = [.. Settings(), .. removals];
            if (Projection is not null)
                parts.Add($"project {Projection.Layer} with {Projection.Words}");
            return Listed(parts);
        }
    }

    /// <summary>The declaration after it.</summary>
    public ModelDeclaration Apply(ModelDeclaration model, Join join)
    {
        LayerDeclaration[] layers =
        [
            .. model.Layers.Select(layer =>
                layer with { Operations = layer.Operations.SelectMany(use => Changed(layer, use)).ToEquatableArray() }),
        ];
        if (Projection is null)
            return model with { Layers = layers.ToEquatableArray() };
        int index = model.Layers.ToList().IndexOf(join.Layer);
        const string name = "a projection"; // no property has such a name
        var inserted = new LayerDeclaration(
            name, "", new FromDeclaration(Projection.Layer, join.Use.Anchor), [new OperationUse(Projection.Operation, join.Use.Anchor)],
            null, FullPrecision: false, join.Layer.Anchor);
        layers[index] = layers[index] with
        {
            From = layers[index].From ?? new FromDeclaration(layers[index - 1].Name, join.Layer.Anchor),
            Operations = layers[index].Operations
                .Select(use => use.Anchor == join.Use.Anchor ? use with { Operation = use.Operation.Joining(name) } : use)
                .ToEquatableArray(),
        };
        return model with { Layers = [.. layers.Take(index), inserted, .. layers.Skip(index)] };
    }

    private IEnumerable<OperationUse> Changed(LayerDeclaration layer, OperationUse use)
    {
        Step? step = Steps.FirstOrDefault(step => step.Layer == layer.Name && step.Use.Anchor == use.Anchor);
        return step is null ? [use] : step.Operation is { } operation ? [use with { Operation = operation }] : [];
    }

    /// <summary>Arguments that the same operations get are named together.</summary>
    private IEnumerable<string> Settings()
    {
        IEnumerable<(string Argument, string Places)> places = Steps.Where(step => step.Operation is not null)
            .SelectMany(step => step.Arguments.Select(argument => (argument.Text, step.Place)))
            .GroupBy(setting => setting.Text, setting => setting.Place)
            .Select(group => (Argument: group.Key, Places: Listed([.. group])));
        string[] settings =
        [
            .. places.GroupBy(setting => setting.Places, setting => setting.Argument)
                .Select(group => $"{Listed([.. group])} in {group.Key}"),
        ];
        return settings.Length == 0 ? [] : [$"set {string.Join(", ", settings)}"];
    }

    private static string Listed(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[items.Count - 1]}";
}
