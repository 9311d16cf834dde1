using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Parsing;

/// <summary>Turns a class into a <see cref="ModelDeclaration"/>.</summary>
internal static class ModelParser
{
    public static ModelDeclaration Parse(INamedTypeSymbol type) => Parse(type, []);

    /// <summary>Whether the class declares a model.</summary>
    public static bool IsModel(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.LanguageName() is "QuantModel" or "ModelFrom");

    /// <summary>Whether this attribute makes the model: one given twice, or both kinds, must not give a class two models.</summary>
    public static bool Declares(GeneratorAttributeSyntaxContext match)
    {
        var type = (INamedTypeSymbol)match.TargetSymbol;
        AttributeData? first = Attribute(type, "QuantModel") ?? Attribute(type, "ModelFrom");
        return match.Attributes.Any(attribute => ReferenceEquals(attribute, first))
            && first?.ApplicationSyntaxReference is { } place
            && place.SyntaxTree == match.TargetNode.SyntaxTree
            && match.TargetNode.Span.Contains(place.Span);
    }

    private static AttributeData? Attribute(INamedTypeSymbol type, string name) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.LanguageName() == name);

    private static ModelDeclaration Parse(INamedTypeSymbol type, List<INamedTypeSymbol> chain)
    {
        var findings = new List<Finding>(TypeFindings(type));
        chain.Add(type);
        AttributeData? model = Attribute(type, "QuantModel");
        AttributeData? from = Attribute(type, "ModelFrom");
        if (model is not null && from?.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol other)
        {
            string problem = $"{type.Name} also has [QuantModel]; remove one of the two attributes";
            findings.Add(Finding.Of(Ids.ModelFromTarget, Anchor.Class, type.Name, other.Name, problem));
        }
        ModelDeclaration architecture = model is not null || from is null
            ? Declared(type, model, findings)
            : TakenOver(type, from, chain, findings);
        return ClassAttributes(type, architecture) with
        {
            Findings = findings.ToEquatableArray(),
            Taken = OwnMembers.Colliding(type).Select(OwnMembers.Text).ToEquatableArray(),
        };
    }

    private static ModelDeclaration Declared(INamedTypeSymbol type, AttributeData? model, List<Finding> findings)
    {
        var layers = new List<LayerDeclaration>();
        var stubs = new List<string>();
        var names = new HashSet<string>();
        SyntaxNode? part = null;
        foreach (IPropertySymbol property in Layers(type))
        {
            if (!names.Add(property.Name))
                continue; // a name given twice is C#'s to report
            if (!LayerParser.IsLayerProperty(property))
            {
                findings.Add(NotALayer(property));
                stubs.AddRange(LayerParser.Stub(property));
                continue;
            }
            layers.Add(LayerParser.Parse(property));
            SyntaxNode? declaration = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().Parent;
            part ??= declaration;
            if (declaration != part)
                findings.Add(Finding.Of(Ids.LayersOnSeveralParts, new Anchor(property.Name), property.Name, type.Name, layers[0].Name));
        }
        return Empty(type) with
        {
            Anchor = Where(type, model),
            InputShape = model is null ? [] : model.Integers().ToEquatableArray(),
            Batch = model?.Values().Named("Batch", 100) ?? 100,
            Epochs = model?.Values().Named("Epochs", 20) ?? 20,
            Layers = layers.ToEquatableArray(),
            Stubs = stubs.ToEquatableArray(),
        };
    }

    /// <summary>How to declare a layer; where the user's program has a type Layer that is nearer, the library's in full.</summary>
    private static Finding NotALayer(IPropertySymbol property)
    {
        bool isAnother = property.Type is { Name: "Layer", TypeKind: not TypeKind.Error } && !LayerParser.IsOfLayerType(property);
        string type = isAnother ? "global::QuantDsl.Layer" : "Layer";
        string reason = isAnother ? $", because Layer means {property.Type.ToDisplayString()} there" : "";
        return Finding.Of(Ids.NotALayerProperty, new Anchor(property.Name), property.Name, type, reason);
    }

    /// <summary>The properties with attributes of the language, as the user declares them.</summary>
    public static IEnumerable<IPropertySymbol> Layers(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>()
            .Where(property => property.PartialDefinitionPart is null && LayerParser.IsLayer(property));

    private static ModelDeclaration TakenOver(
        INamedTypeSymbol type, AttributeData from, List<INamedTypeSymbol> chain, List<Finding> findings)
    {
        if (from.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol { TypeKind: not TypeKind.Error } target)
            return Empty(type) with { MadeFrom = "" }; // C# reports the argument
        string? refusal = chain.Contains(target, SymbolEqualityComparer.Default)
            ? "the reference is circular"
            : !IsModel(target) ? $"{target.Name} has neither [QuantModel] nor [ModelFrom]"
            : HiddenLayers.First(target) is { } hidden ? $"its layer {hidden} is not public in its own assembly; make it public there"
            : null;
        if (refusal is not null)
        {
            findings.Add(Finding.Of(Ids.ModelFromTarget, Anchor.Class, type.Name, target.Name, refusal));
            return Empty(type) with { MadeFrom = target.Name };
        }
        List<IPropertySymbol> own = [.. Layers(type)];
        if (own.Count > 0)
        {
            string names = string.Join(", ", own.Select(property => property.Name));
            string problem = $"{type.Name} has layers of its own ({names}); remove them, or use [QuantModel]";
            findings.Add(Finding.Of(Ids.ModelFromTarget, new Anchor(own[0].Name), type.Name, target.Name, problem));
            return Empty(type) with { MadeFrom = target.Name, Stubs = own.SelectMany(LayerParser.Stub).ToEquatableArray() };
        }
        ModelDeclaration source = Parse(target, chain);
        if (source.Findings.Any(finding => finding.IsBlocking))
        {
            findings.Add(Finding.Of(
                Ids.ModelFromTarget, Anchor.Class, type.Name, target.Name, "its declaration has errors; fix them first"));
        }
        return source with
        {
            Type = TypeIdentityReader.Read(type),
            MadeFrom = target.Name,
            Anchor = Where(type, from),
            Budget = null,
            FullPrecisionThere = source.Layers
                .Where(layer => source.QuantizerOf(layer) is null)
                .Select(layer => layer.Name)
                .ToEquatableArray(),
            Stubs = [],
            Layers = source.Layers
                .Select(layer => layer with { Frozen = source.IsFrozen(layer) ? new FrozenDeclaration([], Anchor.Class) : null })
                .ToEquatableArray(),
            Frozen = null,
            Quantizer = source.Quantizer is null ? null : source.Quantizer with { Anchor = Anchor.Class },
            Backtrack = source.Backtrack is null ? null : source.Backtrack with { Anchor = Anchor.Class },
            Adam = source.Adam with { Anchor = Anchor.Class },
            Schedules = source.Schedules.Select(schedule => schedule with { Anchor = Anchor.Class }).ToEquatableArray(),
            SecondOptimizer = null,
            ZigZag = source.ZigZag is null ? null : source.ZigZag with { Anchor = Anchor.Class },
            GradientClip = source.GradientClip is null ? null : source.GradientClip with { Anchor = Anchor.Class },
            Precision = source.Precision is null ? null : source.Precision with { Anchor = Anchor.Class },
            OneHot = source.OneHot is null ? null : source.OneHot with { Anchor = Anchor.Class },
            Losses = source.Losses.Select(loss => loss with { Anchor = Anchor.Class }).ToEquatableArray(),
            Batch = from.Values().Named("Batch", source.Batch),
            Epochs = from.Values().Named("Epochs", source.Epochs),
        };
    }

    private static ModelDeclaration Empty(INamedTypeSymbol type) => new(
        TypeIdentityReader.Read(type), null, Anchor.Class, [], null, 100, 20, null, false, null, AdamDeclaration.Default,
        [], null, null, null, [], [], [], [], []);

    private static Anchor Where(INamedTypeSymbol type, AttributeData? attribute) => new(null, type.GetAttributes().IndexOf(attribute!));

    /// <summary>Attributes on the class replace those of the model it is made from.</summary>
    private static ModelDeclaration ClassAttributes(INamedTypeSymbol type, ModelDeclaration model)
    {
        var losses = new List<LossDeclaration>();
        QuantizerDeclaration? quantizer = null;
        bool fullPrecision = false, hasOptimizer = false;
        var schedules = new List<ScheduleDeclaration>();
        int index = -1;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            index++;
            var anchor = new Anchor(null, index);
            AttributeValues values = attribute.Values();
            if (ScheduleDeclaration.Read(attribute.LanguageName(), values, attribute.Integers(), anchor) is { } schedule)
                schedules.Add(schedule);
            switch (attribute.LanguageName())
            {
                case "Weights":
                    quantizer = LayerParser.Quantizer(values, anchor);
                    break;
                case "FullPrecision":
                    fullPrecision = true;
                    break;
                case "Backtrack":
                    model = model with
                    {
                        Backtrack = new BacktrackDeclaration(
                            values.Named("Period", 5), values.Named("Blend", 0.6), values.Named("DiscardTrialMoments", false), anchor),
                    };
                    break;
                case "Adam" or "AdamW":
                    model = model with
                    {
                        Adam = new AdamDeclaration(
                            values.Named("LearningRate", 0.001),
                            values.Named("Beta1", 0.9),
                            values.Named("Beta2", 0.999),
                            values.Named("Epsilon", 1e-8),
                            attribute.LanguageName() == "AdamW" ? values.Named("WeightDecay", 0.01) : 0,
                            anchor),
                        SecondOptimizer = hasOptimizer ? anchor : null,
                    };
                    hasOptimizer = true;
                    break;
                case "ZigZag":
                    model = model with { ZigZag = new ZigZagDeclaration(anchor) };
                    break;
                case "GradientClip":
                    model = model with { GradientClip = new GradientClipDeclaration(values.Argument(0, 0.0), anchor) };
                    break;
                case "Precision":
                    model = model with { Precision = new PrecisionDeclaration((PrecisionKind)values.Argument(0, 0), anchor) };
                    break;
                case "OneHot":
                    model = model with { OneHot = new OperationUse(OneHot.Read(values), anchor) };
                    break;
                case "Frozen":
                    model = model with { Frozen = LayerParser.Frozen(attribute, anchor) };
                    break;
                case "Budget":
                    model = model with
                    {
                        Budget = new BudgetDeclaration(
                            values.NamedOrNull<long>("WeightBytes"), values.NamedOrNull<long>("ActivationBytes"), anchor),
                    };
                    break;
            }
            if (Loss(attribute.LanguageName(), values, anchor) is { } loss)
                losses.Add(loss);
        }
        if (losses.Count > 0)
            model = model with { Losses = losses.ToEquatableArray() };
        if (schedules.Count > 0)
            model = model with { Schedules = schedules.ToEquatableArray() };
        if (quantizer is not null || fullPrecision)
            model = model with { Quantizer = quantizer, FullPrecision = fullPrecision };
        // A full-precision variant of a backtracking model has nothing to backtrack or measure: it is the plain Adam baseline. So is one
        // that freezes all quantized layers.
        return !fullPrecision && (model.Frozen is null || model.TrainsQuantized) ? model : model with
        {
            Backtrack = model.Backtrack?.Anchor == Anchor.Class ? null : model.Backtrack,
            ZigZag = model.ZigZag?.Anchor == Anchor.Class ? null : model.ZigZag,
        };
    }

    private static LossDeclaration? Loss(string? name, AttributeValues values, Anchor anchor) => name switch
    {
        "SquaredHinge" => new(LossKind.SquaredHinge, anchor),
        "CrossEntropy" => new(LossKind.CrossEntropy, anchor)
        {
            LabelSmoothing = values.Named("LabelSmoothing", 0.0),
            Weight = values.NamedOrNull<EquatableArray<double>>("Weight"),
        },
        "Mse" => new(LossKind.Mse, anchor),
        "Huber" => new(LossKind.Huber, anchor) { Delta = values.Named("Delta", 1.0) },
        "BceWithLogits" => new(LossKind.BceWithLogits, anchor),
        _ => null,
    };

    private static IEnumerable<Finding> TypeFindings(INamedTypeSymbol type)
    {
        if (!IsPartial(type))
            yield return Finding.Of(Ids.NotPartial, Anchor.Class, type.Name);
        string? kind = type.IsGenericType ? "generic"
            : type.IsStatic ? "static"
            : type.IsAbstract ? "abstract"
            : type.IsFileLocal || Containers(type).Any(container => container.IsFileLocal) ? "file-local"
            : HasPrimaryConstructor(type) ? "declared with a primary constructor"
            : type.TypeKind != TypeKind.Class || type.IsRecord ? "not a plain class"
            : Containers(type).Any(container => !IsPartial(container)) ? "nested in a type that is not partial"
            : Containers(type).Any(container => container.IsGenericType) ? "nested in a generic type"
            : null;
        if (kind is not null)
            yield return Finding.Of(Ids.UnsupportedType, Anchor.Class, type.Name, kind);
        if (!type.DeclaringSyntaxReferences.IsEmpty)
        {
            foreach (Finding finding in NameFindings(type))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> NameFindings(INamedTypeSymbol type)
    {
        if (HidingTypes.First(type) is { } hiding)
        {
            string problem = $"the name of a type in the global namespace, because generated code uses the namespace {hiding.Name}; "
                + "rename it, or move it to another namespace";
            yield return Finding.Of(Ids.ReservedName, Anchor.Class, hiding.Name, problem);
        }
        foreach (ISymbol member in OwnMembers.Colliding(type))
        {
            string text = OwnMembers.Text(member);
            string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? text.Replace(".ctor", type.Name) : text;
            string problem = $"declared in {type.Name}, because generated code declares it there; rename it";
            yield return Finding.Of(Ids.ReservedName, new Anchor(null, Member: text), name, problem);
        }
        foreach (IMethodSymbol constructor in OwnMembers.Unchained(type))
            yield return Finding.Of(Ids.UnchainedConstructor, new Anchor(null, Member: OwnMembers.Text(constructor)), type.Name);
        if (type.BaseType is { } parent && IsModel(parent))
        {
            string problem = $"the base class of {type.Name}, because it is a model itself; "
                + $"use [ModelFrom(typeof({parent.Name}))] for a variant";
            yield return Finding.Of(Ids.ReservedName, Anchor.Class, parent.Name, problem);
        }
        else if (OwnMembers.Hidden(type) is { } hidden)
        {
            string problem = $"inherited by {type.Name}, because generated code declares it there and would hide that of "
                + $"{hidden.ContainingType.Name}; rename it";
            yield return Finding.Of(Ids.ReservedName, Anchor.Class, OwnMembers.Text(hidden), problem);
        }
    }

    private static bool HasPrimaryConstructor(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is ClassDeclarationSyntax { ParameterList: not null });

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            yield return outer;
    }

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty
        || type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
