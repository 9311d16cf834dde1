using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>A generator that does something wrong for every <c>[Dropout]</c>.</summary>
internal sealed class StandIn(Action<SourceProductionContext> misbehave) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> dropouts = context.SyntaxProvider.ForAttributeWithMetadataName(
            "QuantDsl.DropoutAttribute", static (_, _) => true, static (match, _) => match.TargetSymbol.Name);
        context.RegisterSourceOutput(dropouts.Collect(), (output, found) =>
        {
            if (!found.IsEmpty)
                misbehave(output);
        });
    }
}
