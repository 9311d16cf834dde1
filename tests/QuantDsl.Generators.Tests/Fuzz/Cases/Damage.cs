using System.Collections.Immutable;

namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Random changes to a declaration, most of them for the worse.</summary>
internal static class Damage
{
    private static readonly Func<Random, DeclarationCase, DeclarationCase>[] Changes =
    [
        OnAttribute((random, use) => use with { Arguments = use.Arguments.ChangeOne(random, argument => Language.Change(random, argument)) }),
        OnAttribute((random, use) => use with { Arguments = use.Arguments.ChangeOne(random, argument => Language.Change(random, argument)) }),
        OnAttribute((random, use) => Language.NamedArgument(random, use.Name) is { } argument ? use with { Arguments = use.Arguments.Add(argument) } : use),
        OnAttributes((random, uses) => uses.Insert(random.Next(uses.Length + 1), Language.Attribute(random))),
        OnAttributes((random, uses) => uses.Insert(random.Next(uses.Length + 1), Language.Attribute(random))),
        OnAttributes((random, uses) => uses.IsEmpty ? uses : uses.RemoveAt(random.Next(uses.Length))),
        OnAttributes((random, uses) => uses.IsEmpty ? uses : uses.Add(random.Pick(uses))),
        OnAttributes((random, uses) => [.. uses.OrderBy(_ => random.Next())]),
        OnStage((random, stage) => stage with { Attributes = stage.Attributes.Insert(0, AttributeUse.Of("From", $"nameof({random.Pick(Words.Stages)})")) }),
        OnStage((_, stage) => stage with { Attributes = stage.Attributes.Add(AttributeUse.Of("FullPrecision")).Add(AttributeUse.Of("Weights").With("Bits", "2")) }),
        OnStage((random, stage) => stage with { Name = random.Pick(Words.Odd) }),
        OnStage((random, stage) => stage with { Name = random.Pick(Words.Stages) }),
        OnModel((_, model) => model with { Stages = LeavesOut(model.Stages) }),
        OnStage((random, stage) => stage with { Modifiers = random.Pick(Words.PropertyModifiers) }),
        OnStage((random, stage) => stage with { Type = random.Pick(Words.PropertyTypes) }),
        OnStage((random, stage) => stage with { Body = random.Pick(Words.Bodies) }),
        OnModel((random, model) => model with { Stages = model.Stages.IsEmpty ? [] : model.Stages.RemoveAt(random.Next(model.Stages.Length)) }),
        OnModel((random, model) => model with { Stages = [.. model.Stages.OrderBy(_ => random.Next())] }),
        OnModel((random, model) => model with { Name = random.Pick(random.Chance(0.5) ? Words.Odd : ["Net", "net", "Variant0"]) }),
        OnModel((random, model) => model with { Modifiers = random.Pick(Words.TypeModifiers) }),
        OnModel((random, model) => model with { Kind = random.Pick(Words.Kinds) }),
        OnModel((random, model) => model with { Tail = random.Pick(Words.Tails) }),
        OnModel((random, model) => model with { Members = model.Members.Add(random.Pick(Words.Members)) }),
        OnModel((random, model) => model with { SecondPart = random.Next(1, 3) }),
        (random, file) => file with { Containers = file.Containers.Add(random.Pick(Words.Containers)) },
        (random, file) => file with { Siblings = file.Siblings.Add(random.Pick(Words.Siblings)) },
        (random, file) => file with { Namespace = random.Pick(Words.Namespaces) },
        (random, file) => file with { Models = file.Models.Add(random.Pick(file.Models)) },
        (random, file) => file with { Models = file.Models.Add(random.Pick(file.Models) with { Name = "NET" }) },
    ];

    public static DeclarationCase One(Random random, DeclarationCase file) => random.Pick(Changes)(random, file);

    /// <summary>The last stage reads the first, so that nothing may read those between.</summary>
    private static ImmutableArray<StageCase> LeavesOut(ImmutableArray<StageCase> stages)
    {
        if (stages.Length < 3)
            return stages;
        StageCase last = stages[^1];
        IEnumerable<AttributeUse> others = last.Attributes.Where(use => use.Name != "From");
        return stages.SetItem(stages.Length - 1, last with { Attributes = [AttributeUse.Of("From", $"nameof({stages[0].Name})"), .. others] });
    }

    private static Func<Random, DeclarationCase, DeclarationCase> OnModel(Func<Random, ModelCase, ModelCase> change) =>
        (random, file) => file with { Models = file.Models.ChangeOne(random, model => change(random, model)) };

    private static Func<Random, DeclarationCase, DeclarationCase> OnStage(Func<Random, StageCase, StageCase> change) =>
        OnModel((random, model) => model with { Stages = model.Stages.ChangeOne(random, stage => change(random, stage)) });

    /// <summary>Of the class or of one of its stages.</summary>
    private static Func<Random, DeclarationCase, DeclarationCase> OnAttributes(Func<Random, ImmutableArray<AttributeUse>, ImmutableArray<AttributeUse>> change)
    {
        var ofModel = OnModel((random, model) => model with { Attributes = change(random, model.Attributes) });
        var ofStage = OnStage((random, stage) => stage with { Attributes = change(random, stage.Attributes) });
        return (random, file) => (random.Chance(0.4) ? ofModel : ofStage)(random, file);
    }

    private static Func<Random, DeclarationCase, DeclarationCase> OnAttribute(Func<Random, AttributeUse, AttributeUse> change) =>
        OnAttributes((random, uses) => uses.ChangeOne(random, use => change(random, use)));
}
