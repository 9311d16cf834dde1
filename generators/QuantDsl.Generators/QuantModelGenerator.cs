using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Emit;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators;

/// <summary>
/// Compiles attributed classes into training loops, or where only the runtime is referenced into predictions: parse → check → graph → plan
/// → emit.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class QuantModelGenerator : IIncrementalGenerator
{
    /// <summary>Tracking names of the steps.</summary>
    internal static class Steps
    {
        public const string Parse = "Parse";
        public const string Check = "Check";
        public const string Graph = "Graph";
        public const string Plan = "Plan";
        public const string Emit = "Emit";
        public const string EmitBroken = "EmitBroken";
        public const string AnyModel = "AnyModel";
        public const string Trains = "Trains";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> trains = context.CompilationProvider
            .Select(static (compilation, _) => Language.Trains(compilation))
            .WithTrackingName(Steps.Trains);
        IncrementalValueProvider<bool> declared = Register(context, Language.QuantModel, trains);
        IncrementalValueProvider<bool> derived = Register(context, Language.ModelFrom, trains);
        IncrementalValueProvider<bool> any = declared.Combine(derived).Combine(trains)
            .Select(static (has, _) => (has.Left.Left || has.Left.Right) && has.Right)
            .WithTrackingName(Steps.AnyModel);
        context.RegisterSourceOutput(any, static (output, hasModel) =>
        {
            if (hasModel)
                Add(output, LoaderSource.File);
        });
    }

    private static IncrementalValueProvider<bool> Register(
        IncrementalGeneratorInitializationContext context, string attribute, IncrementalValueProvider<bool> trains)
    {
        // Parse runs for every model after every edit, since a model may be made from a class in another file. It must return a value
        // without symbols, syntax or positions: as long as that value is equal, no later step runs, and no old compilation is kept alive.
        IncrementalValuesProvider<ModelDeclaration?> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, _) => ModelParser.Declares(match) ? ModelParser.Parse((INamedTypeSymbol)match.TargetSymbol) : null)
            .WithTrackingName(Steps.Parse)
            .Where(static model => model is not null);

        IncrementalValuesProvider<ShapedModel> models = declarations
            .Select(static (model, _) => ModelChecks.Run(model!))
            .WithTrackingName(Steps.Check)
            .Select(static (model, _) => ShapedModel.Of(model))
            .WithTrackingName(Steps.Graph);

        // Diagnostics are the analyzer's. But where nothing can be generated, C# stops at partial properties without a body, and a build
        // does not come to analyzers.
        context.RegisterSourceOutput(
            models.Where(static model => !model.CanReopen && model.Declaration.Layers.Count + model.Declaration.Stubs.Count > 0)
                .Combine(context.CompilationProvider)
                .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => HelpPages.Folder(options))),
            static (output, model) => Report(output, model.Left.Left, model.Left.Right, model.Right));

        // A model either has a graph, or the surface that keeps its users compiling.
        IncrementalValuesProvider<ModelPlan> plans = models
            .Where(static model => model.Graph is not null)
            .Select(static (model, _) => Planner.Plan(model.Declaration, model.Graph!))
            .WithTrackingName(Steps.Plan);

        context.RegisterSourceOutput(
            plans.Combine(trains).SelectMany(static (plan, _) => ModelSources.Emit(plan.Left, plan.Right)).WithTrackingName(Steps.Emit), Add);
        context.RegisterSourceOutput(
            models.Where(static model => model.Graph is null && model.CanReopen).Combine(trains)
                .Select(static (model, _) => ModelSources.EmitBroken(model.Left.Declaration, model.Right))
                .WithTrackingName(Steps.EmitBroken),
            Add);
        return plans.Collect().Select(static (all, _) => !all.IsEmpty);
    }

    private static void Report(SourceProductionContext output, ShapedModel model, Compilation compilation, string help)
    {
        if (compilation.GetTypeByMetadataName(model.Declaration.Type.MetadataName) is not { } type)
            return;
        foreach (Finding finding in model.Findings)
            output.ReportDiagnostic(finding.At(type, help));
    }

    private static void Add(SourceProductionContext context, SourceFile file) => context.AddSource(file.HintName, file.Text);
}
