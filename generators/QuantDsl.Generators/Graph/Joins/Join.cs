using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>An Add or Concat of two values whose shapes do not match.</summary>
/// <param name="Finding">Position of its finding.</param>
/// <param name="Layer">The layer in which it stands.</param>
/// <param name="Use">The Add or Concat.</param>
/// <param name="Mine">The value of this layer, as a node.</param>
/// <param name="Theirs">The value of the other layer, as a node.</param>
internal sealed record Join(int Finding, LayerDeclaration Layer, OperationUse Use, int Mine, int Theirs);
