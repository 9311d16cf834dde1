using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Random changes to a declaration, most of them for the worse.</summary>
internal static class Damage
{
    private static readonly Func<Random, DeclarationCase, DeclarationCase>[] Changes =
    [
        OnAttribute(
            (random, use) => use with { Arguments = use.Arguments.ChangeOne(random, argument => Language.Change(random, argument)) }),
        OnAttribute(
            (random, use) => use with { Arguments = use.Arguments.ChangeOne(random, argument => Language.Change(random, argument)) }),
        OnAttribute((random, use) => Language.NamedArgument(random, use.Name) is { } argument
            ? use with { Arguments = use.Arguments.Add(argument) }
            : use),
        OnAttributes((random, uses) => uses.Insert(random.Next(uses.Length + 1), Language.Attribute(random))),
        OnAttributes((random, uses) => uses.Insert(random.Next(uses.Length + 1), Language.Attribute(random))),
        OnAttributes((random, uses) => uses.IsEmpty ? uses : uses.RemoveAt(random.Next(uses.Length))),
        OnAttributes((random, uses) => uses.IsEmpty ? uses : uses.Add(random.Pick(uses))),
        OnAttributes((random, uses) => [.. uses.OrderBy(_ => random.Next())]),
        OnLayer((random, layer) => layer with
        {
            Attributes = layer.Attributes.Insert(0, AttributeUse.Of("From", $"nameof({random.Pick(Words.Layers)})")),
        }),
        OnLayer((_, layer) => layer with { Attributes = layer.Attributes.Add(AttributeUse.Of("MaxPool2d", "16")) }), // mostly too large
        OnLayer((_, layer) => layer with
        {
            Attributes = layer.Attributes.Add(AttributeUse.Of("FullPrecision")).Add(AttributeUse.Of("Weights").With("Bits", "2")),
        }),
        OnLayer((_, layer) => layer with // a grid that has 2 bits
        {
            Attributes = [
                .. layer.Attributes.Where(use => use.Name is not ("Weights" or "FullPrecision")),
                AttributeUse.Of("Weights").With("Bits", "3").With("Grid", "Grid.TwoScale"),
            ],
        }),
        OnLayer((random, layer) => layer with { Name = random.Pick(Words.Odd) }),
        OnLayer((random, layer) => layer with { Name = random.Pick(Words.Layers) }),
        OnModel((_, model) => model with { Layers = LeavesOut(model.Layers) }),
        OnModel((_, model) => model with // nothing to measure
        {
            Attributes = [
                .. model.Attributes.Where(use => use.Name is not ("Weights" or "FullPrecision" or "ZigZag")),
                AttributeUse.Of("FullPrecision"), AttributeUse.Of("ZigZag"),
            ],
        }),
        OnModel((random, model) => model with // schedules or optimizers that do not go together
        {
            Attributes = [
                .. model.Attributes.Where(use => !Words.Schedules.Contains(use.Name) && use.Name != "Adam"),
                .. random.Pick(Words.Apart).Select(name => AttributeUse.Of(name)),
            ],
        }),
        OnModel((_, model) => WithLoss(model, AttributeUse.Of("CrossEntropy").With("Weight", "new double[] { 1, 2, 3 }"), [])),
        OnModel((_, model) => WithLoss(model, AttributeUse.Of("BceWithLogits"), [AttributeUse.Of("ReLU")])),
        OnModel((_, model) => WithLoss( // an image
            model with { Layers = [.. model.Layers.Take(1)] }, AttributeUse.Of("Mse"), [])),
        OnModel((random, model) => Frozen(model, all: random.Chance(0.4))),
        OnModel((random, model) => model with
        {
            Attributes = model.Attributes.Add(
                AttributeUse.Of("Precision", random.Pick(new[] { "Precision.TensorFloat32", "Precision.BFloat16", "(Precision)7" }))),
        }),
        OnModel((random, model) => model with
        {
            Attributes = model.Attributes.Add(AttributeUse.Of("Frozen", $"nameof({random.Pick(Words.Layers)})")),
        }),
        OnModel((random, model) => model with // a table that reads no token ids, or reads them again
        {
            Layers = model.Layers.ChangeOne(random, layer => layer with { Attributes = [AttributeUse.Of("Embedding", "5", "3")] }),
        }),
        OnLayer((random, layer) => layer with { Modifiers = random.Pick(Words.PropertyModifiers) }),
        OnLayer((random, layer) => layer with { Type = random.Pick(Words.PropertyTypes) }),
        OnLayer((random, layer) => layer with { Body = random.Pick(Words.Bodies) }),
        OnModel(
            (random, model) => model with { Layers = model.Layers.IsEmpty ? [] : model.Layers.RemoveAt(random.Next(model.Layers.Length)) }),
        OnModel((random, model) => model with { Layers = [.. model.Layers.OrderBy(_ => random.Next())] }),
        OnModel((random, model) => model with { Name = random.Pick(random.Chance(0.5) ? Words.Odd : ["Net", "net", "Variant0"]) }),
        OnModel((random, model) => model with { Modifiers = random.Pick(Words.TypeModifiers) }),
        OnModel((random, model) => model with { Kind = random.Pick(Words.Kinds) }),
        OnModel((random, model) => model with { Tail = random.Pick(Words.Tails) }),
        OnModel((random, model) => model with { Members = model.Members.Add(random.Pick(Words.Members)) }),
        OnModel((_, model) => model with { Members = model.Members.Add($"public {model.Name}(string purpose) {{ }}") }),
        OnModel((random, model) => model with { SecondPart = random.Next(1, 3) }),
        (random, file) => file with { Containers = file.Containers.Add(random.Pick(Words.Containers)) },
        (random, file) => file with { Siblings = file.Siblings.Add(random.Pick(Words.Siblings)) },
        (random, file) => file with { Namespace = random.Pick(Words.Namespaces) },
        (random, file) => file with { Models = file.Models.Add(random.Pick(file.Models)) },
        (random, file) => file with { Models = file.Models.Add(random.Pick(file.Models) with { Name = "NET" }) },
    ];

    public static DeclarationCase One(Random random, DeclarationCase file) => random.Pick(Changes)(random, file);

    /// <summary>The last layer reads the first, so that nothing may read those between.</summary>
    private static ImmutableArray<LayerCase> LeavesOut(ImmutableArray<LayerCase> layers)
    {
        if (layers.Length < 3)
            return layers;
        LayerCase last = layers[^1];
        IEnumerable<AttributeUse> others = last.Attributes.Where(use => use.Name != "From");
        return layers.SetItem(
            layers.Length - 1, last with { Attributes = [AttributeUse.Of("From", $"nameof({layers[0].Name})"), .. others] });
    }

    /// <summary>Another loss, and a last layer that ends with something more.</summary>
    private static ModelCase WithLoss(ModelCase model, AttributeUse loss, ImmutableArray<AttributeUse> end) => model with
    {
        Attributes = [.. model.Attributes.Where(use => use.Name is not ("CrossEntropy" or "SquaredHinge")), loss],
        Layers = model.Layers.IsEmpty ? [] : model.Layers.SetItem(
            model.Layers.Length - 1, model.Layers[^1] with { Attributes = model.Layers[^1].Attributes.AddRange(end) }),
    };

    /// <summary>All layers are frozen, or all but a last one in full precision, so that there is nothing to train or to backtrack.</summary>
    private static ModelCase Frozen(ModelCase model, bool all)
    {
        if (model.Layers.Length < 2)
            return model;
        ImmutableArray<LayerCase> layers = model.Layers;
        LayerCase last = layers[^1];
        IEnumerable<AttributeUse> others = last.Attributes.Where(use => use.Name is not ("Weights" or "FullPrecision"));
        if (!all)
            layers = layers.SetItem(layers.Length - 1, last with { Attributes = [.. others, AttributeUse.Of("FullPrecision")] });
        return model with
        {
            Attributes = [
                .. model.Attributes.Where(use => use.Name is not ("Frozen" or "Backtrack")),
                AttributeUse.Of("Backtrack"),
                AttributeUse.Of("Frozen", layers.Take(all ? layers.Length : layers.Length - 1).Select(layer => $"nameof({layer.Name})")),
            ],
            Layers = layers,
        };
    }

    private static Func<Random, DeclarationCase, DeclarationCase> OnModel(Func<Random, ModelCase, ModelCase> change) =>
        (random, file) => file with { Models = file.Models.ChangeOne(random, model => change(random, model)) };

    private static Func<Random, DeclarationCase, DeclarationCase> OnLayer(Func<Random, LayerCase, LayerCase> change) =>
        OnModel((random, model) => model with { Layers = model.Layers.ChangeOne(random, layer => change(random, layer)) });

    /// <summary>Of the class or of one of its layers.</summary>
    private static Func<Random, DeclarationCase, DeclarationCase> OnAttributes(
        Func<Random, ImmutableArray<AttributeUse>, ImmutableArray<AttributeUse>> change)
    {
        Func<Random, DeclarationCase, DeclarationCase> ofModel = OnModel(
            (random, model) => model with { Attributes = change(random, model.Attributes) });
        Func<Random, DeclarationCase, DeclarationCase> ofLayer = OnLayer(
            (random, layer) => layer with { Attributes = change(random, layer.Attributes) });
        return (random, file) => (random.Chance(0.4) ? ofModel : ofLayer)(random, file);
    }

    private static Func<Random, DeclarationCase, DeclarationCase> OnAttribute(Func<Random, AttributeUse, AttributeUse> change) =>
        OnAttributes((random, uses) => uses.ChangeOne(random, use => change(random, use)));
}
