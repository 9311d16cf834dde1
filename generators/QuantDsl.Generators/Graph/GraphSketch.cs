using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Graph.Joins;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph;

/// <summary>A graph as far as it could be built, with what is needed to find out how to build it whole.</summary>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Anchors">For each, the attribute of which it is made.</param>
/// <param name="Findings">What does not fit. Of joins it is not yet said how to make them fit.</param>
/// <param name="Joins">Joins whose shapes do not match, but could.</param>
internal sealed record GraphSketch(
    IReadOnlyList<Node> Nodes, IReadOnlyList<Anchor> Anchors, EquatableArray<Finding> Findings, IReadOnlyList<Join> Joins)
{
    /// <inheritdoc cref="GraphBuilder"/>
    public static GraphSketch Of(ModelDeclaration model) => GraphBuilder.Sketch(model);
}
