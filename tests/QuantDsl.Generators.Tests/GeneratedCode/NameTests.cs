using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Common;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Checks;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Whatever users call their models and layers, generated code compiles or says why not.</summary>
public sealed class NameTests
{
    /// <summary>It has a class of its own, which no layer's name can hide.</summary>
    private const string LoaderFile = "QuantDsl.TorchLoader.g.cs";

    /// <summary>Members of TorchSharp's classes, which generated code uses without their names.</summary>
    private static readonly string[] OfTorch = ["enable_grad", "functional", "no_grad"];

    [Theory]
    [InlineData("Class")]
    [InlineData("String")]
    [InlineData("@class")]
    [InlineData("@int")]
    [InlineData("var")]
    [InlineData("value")]
    [InlineData("__1")]
    [InlineData("Größe")]
    [InlineData("層")]
    [InlineData("fc1Linear")]
    [InlineData("System")]
    [InlineData("QuantDsl")]
    [InlineData("ExactTernary")]
    [InlineData("Batch")]
    [InlineData("N")]
    [InlineData("W")]
    [InlineData("w")]
    [InlineData("Sample")]
    [InlineData("Thread")]
    [InlineData("Input")]
    [InlineData("Panel")]
    [InlineData("Losses2")]
    [InlineData("Fc1Norm")] // its field would be that of the batch normalization of Fc1
    [InlineData("_Fc1")]
    [InlineData("Forward1")]
    [InlineData("Packing")]
    public void Layers_may_be_called(string name) => GeneratorHarness.Run($$"""
        [QuantModel(1, 8, 8), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU] public partial Layer Fc1 { get; }
            [Linear(4, Bias = true), BatchNorm, ReLU, Dropout(0.5)] public partial Layer {{name}} { get; }
            [Linear(4), Add(nameof({{name}}))] public partial Layer Fc2 { get; }
            [Linear(4), Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Out { get; }
        }
        """, Usage.Of("Net")).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("Class")]
    [InlineData("@class")]
    [InlineData("Größe")]
    [InlineData("模型")]
    public void Models_may_be_called(string name) => GeneratorHarness.Run($$"""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class {{name}}
        {
            [Linear(4)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof({{name}})), Weights(Bits = 2)]
        public sealed partial class Variant;
        """, Usage.Of(name)).AssertCompiles(isArithmeticTheSame: true);

    /// <summary>Of types that generated code declares in the class, or uses.</summary>
    [Theory]
    [InlineData("LoweredNetwork")]
    [InlineData("CpuUpdate")]
    [InlineData("Convolution")]
    [InlineData("Workspace")]
    public void Names_that_are_taken_are_refused(string name)
    {
        CompilationResult model = GeneratorHarness.Run($$"""
            [QuantModel(4), Weights(Bits = 3), CrossEntropy]
            public sealed partial class {{name}}
            {
                [Linear(4)] public partial Layer Out { get; }
            }
            """);
        CompilationResult layer = GeneratorHarness.Run($$"""
            [QuantModel(4), Weights(Bits = 3), CrossEntropy]
            public sealed partial class Net
            {
                [Linear(4)] public partial Layer {{name}} { get; }
            }
            """);

        foreach (CompilationResult result in new[] { model, layer })
            Assert.Equal("QDSL0109", Assert.Single(result.Findings, finding => finding.DefaultSeverity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void Layers_may_differ_in_case_only() => GeneratorHarness.Run("""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU, Dropout(0.5)] public partial Layer Fc { get; }
            [Linear(4), BatchNorm, ReLU, Dropout(0.5)] public partial Layer fc { get; }
            [Linear(4), BatchNorm, ReLU, Dropout(0.5), Add(nameof(Fc)), Add(nameof(fc))] public partial Layer FC { get; }
        }
        """).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("using QuantDsl;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace A.B {{ {0} }}")]
    [InlineData("using QuantDsl;\nnamespace @namespace.@int;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace Größe;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace QuantDsl.Own;\n{0}")]
    [InlineData("using QuantDsl;\nnamespace Models;\npublic partial class Outer {{ internal partial record @struct {{ {0} }} }}")]
    [InlineData("using QuantDsl;\nnamespace Models;\npublic partial interface IOuter {{ partial struct S {{ partial record struct R {{ {0} }} }} }}")]
    public void Models_may_live_in(string place) => GeneratorHarness.Run(string.Format(null, place, """
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(4), BatchNorm, ReLU] public partial Layer Fc1 { get; }
            [Linear(4)] public partial Layer Out { get; }
        }
        """)).AssertCompiles(isArithmeticTheSame: true);

    [Theory]
    [InlineData("public sealed", "public")]
    [InlineData("internal sealed", "public")]
    [InlineData("public", "internal")]
    [InlineData("public sealed", "private")]
    [InlineData("", "protected")]
    [InlineData("", "protected internal")]
    [InlineData("", "private protected")]
    [InlineData("", "")]
    public void Accessibility_is_the_users(string ofModel, string ofLayer) => GeneratorHarness.Run($$"""
        [QuantModel(4), Weights(Bits = 3), CrossEntropy]
        {{ofModel}} partial class Net
        {
            [Linear(4)] {{ofLayer}} partial Layer Fc1 { get; }
            [Linear(4)] public partial Layer Out { get; }
        }

        [ModelFrom(typeof(Net)), Weights(Bits = 2)]
        {{ofModel}} partial class Variant;
        """).AssertCompiles(isArithmeticTheSame: true);

    /// <summary>The names are read off what is generated, so that the list cannot go stale.</summary>
    [Fact]
    public void Reserved_are_the_names_that_generated_code_uses()
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (CompilationResult result in TestModels.All.Keys.Select(TestModels.Compile))
        {
            foreach (SyntaxTree tree in result.Trees(".g.cs").Where(tree => !tree.FilePath.EndsWith(LoaderFile, StringComparison.Ordinal)))
            {
                SemanticModel semantics = result.Output.GetSemanticModel(tree);
                used.UnionWith(tree.GetRoot().DescendantNodes(descendIntoTrivia: true).SelectMany(node => NamesAt(node, semantics)));
            }
        }

        string[] open = [.. used.Where(name => !ReservedNames.Contains(name))];
        Assert.True(open.Length == 0, $"Used, but a layer may be called so: {string.Join(", ", open)}");
        string[] unused = [.. ReservedNames.Listed.Except(used)];
        Assert.True(unused.Length == 0, $"Reserved, but no generated code uses it: {string.Join(", ", unused)}");
    }

    /// <summary>A user's type hides one of the same name and number of type parameters.</summary>
    [Fact]
    public void Types_that_a_users_could_hide_are_those_that_generated_code_uses()
    {
        var used = new HashSet<(string Name, int Arity)>();
        foreach (CompilationResult result in TestModels.All.Keys.Select(TestModels.Compile))
        {
            foreach (SyntaxTree tree in result.Trees(".g.cs").Where(tree => !tree.FilePath.EndsWith(LoaderFile, StringComparison.Ordinal)))
            {
                SemanticModel semantics = result.Output.GetSemanticModel(tree);
                used.UnionWith(tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>()
                    .Where(name => !name.IsVar && !IsQualified(name))
                    .Select(name => semantics.GetSymbolInfo(name).Symbol).OfType<INamedTypeSymbol>()
                    .Where(type => !IsOfModel(type)).Select(type => (type.Name, type.Arity)));
            }
        }
        HashSet<(string Name, int Arity)> hideable = [.. ReservedNames.Hideable];
        hideable.ExceptWith(OfTorch.Select(name => (name, 0)));

        Assert.Equal(used.Except(OfTorch.Select(name => (name, 0))).Order(), hideable.Order());
    }

    /// <summary>Every identifier of generated code, also the locals, as a layer's name: accepted and right, or refused.</summary>
    [Fact]
    public void Every_identifier_of_generated_code_makes_a_layer_or_a_diagnostic()
    {
        HashSet<string> ofObject = [.. typeof(object).GetMembers().Select(member => member.Name)];
        IEnumerable<SyntaxToken> tokens = TestModels.All.Keys
            .SelectMany(name => TestModels.Compile(name).Trees(".g.cs")).SelectMany(tree => tree.GetRoot().DescendantTokens());
        IEnumerable<string> identifiers = tokens.Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
        IEnumerable<string> free = identifiers.Distinct().Where(name => !ReservedNames.Contains(name) && !ofObject.Contains(name));
        string[] names = [.. free.Order(StringComparer.Ordinal)];
        Assert.True(names.Length > 50, "The generated code has hardly any identifier.");

        IEnumerable<string> models = names.Chunk(10).Select((some, index) => $$"""
            [QuantModel(1, 8, 8), Weights(Bits = 3), StepDecay, CrossEntropy]
            public sealed partial class Model_{{index}}
            {
                {{string.Join("\n    ", some.Select(Layer))}}
                [Linear(4, Bias = true), Weights(Bits = 2, Solver = Solver.Exact)] public partial Layer Last_{{index}} { get; }
            }

            """);
        GeneratorHarness.Run(string.Concat(models)).AssertCompiles(isArithmeticTheSame: true);
    }

    private static string Layer(string name) =>
        $"[Conv2d(4, 3, Padding = 1), BatchNorm, ReLU, Dropout(0.5)] public partial Layer @{name} {{ get; }}";

    /// <summary>Names that a property could hide: those declared in the class, and those used without a qualifier.</summary>
    private static IEnumerable<string> NamesAt(SyntaxNode node, SemanticModel semantics)
    {
        if (node is MethodDeclarationSyntax or PropertyDeclarationSyntax)
        {
            return semantics.GetDeclaredSymbol(node) is { } member && IsModel(member.ContainingType) && !IsLayer(member)
                ? [member.Name]
                : [];
        }
        if (node is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field)
            return semantics.GetDeclaredSymbol(field) is { } member && IsModel(member.ContainingType) ? [field.Identifier.ValueText] : [];
        if (node is not SimpleNameSyntax { IsVar: false } name || IsQualified(name))
            return [];
        ISymbol? symbol = semantics.GetSymbolInfo(name).Symbol;
        bool isNeutral = symbol is null or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or INamespaceSymbol
            || IsOfNested(name, symbol, semantics);
        return isNeutral || IsLayer(symbol!) || IsModel(symbol!) ? [] : [name.Identifier.ValueText];
    }

    /// <summary>
    /// Whether a name in a nested type is that of a member of this type or of one around it, which is found before the layers of the model.
    /// </summary>
    private static bool IsOfNested(SyntaxNode node, ISymbol symbol, SemanticModel semantics)
    {
        ISymbol? place = semantics.GetEnclosingSymbol(node.SpanStart);
        INamedTypeSymbol? type = place as INamedTypeSymbol ?? place?.ContainingType;
        for (; type is not null && !IsModel(type); type = type.ContainingType)
        {
            for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(level.OriginalDefinition, symbol.ContainingType?.OriginalDefinition))
                    return true;
            }
        }
        return false;
    }

    private static bool IsQualified(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        QualifiedNameSyntax qualified => qualified.Right == name,
        NameMemberCrefSyntax { Parent: QualifiedCrefSyntax } => true,
        MemberBindingExpressionSyntax or NameColonSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == name,
        _ => name.Ancestors().Any(ancestor => ancestor is UsingDirectiveSyntax or AttributeSyntax),
    };

    /// <summary>The name of a model is the user's.</summary>
    private static bool IsModel(ISymbol symbol) => symbol is INamedTypeSymbol type && ModelParser.IsModel(type);

    /// <summary>Whether a type is a model or declared in one.</summary>
    private static bool IsOfModel(INamedTypeSymbol type) => IsModel(type) || (type.ContainingType is { } outer && IsOfModel(outer));

    private static bool IsLayer(ISymbol symbol) => symbol is IPropertySymbol { Type.Name: nameof(Layer) };
}
