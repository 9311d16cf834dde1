using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Emit.Cuda;
using QuantDsl.Generators.Graph;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators;

/// <summary>Reports what the checks find in a declaration, where the user wrote it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuantModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. Descriptors.ById.Values.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!Language.Trains(start.Compilation))
                start.RegisterOperationAction(AnalyzeCreation, OperationKind.ObjectCreation);
        });
    }

    /// <summary>Where models only predict, nothing but a packed one can be made.</summary>
    private static void AnalyzeCreation(OperationAnalysisContext context)
    {
        if (context.Operation.Type is not INamedTypeSymbol type || !ModelParser.IsModel(type))
            return;
        DiagnosticDescriptor descriptor = Descriptors.OnlyPredicts.In(HelpPages.Folder(context.Options.AnalyzerConfigOptionsProvider));
        context.ReportDiagnostic(Diagnostic.Create(descriptor, context.Operation.Syntax.GetLocation(), type.Name));
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!ModelParser.IsModel(type))
            return;
        var model = ShapedModel.Of(ModelChecks.Run(ModelParser.Parse(type)));
        string help = HelpPages.Folder(context.Options.AnalyzerConfigOptionsProvider);
        foreach (Finding finding in model.Findings.Concat(BudgetFindings.Run(model)).Concat(PrecisionFindings.Run(model)))
            context.ReportDiagnostic(finding.At(type, help));
    }
}
