namespace QuantDsl.Tests.Engine.Models;

/// <summary>The same without a quantizer: a scale would move with the curvature even where the weights do not.</summary>
[ModelFrom(typeof(DropoutMlp)), FullPrecision]
public sealed partial class DropoutMlpFullPrecision;
