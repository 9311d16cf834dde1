namespace QuantDsl;

/// <summary>
/// Loss of a regression: the mean squared error (y − t)² over the batch, the positions of a sequence and the outputs, as in PyTorch's
/// <c>MSELoss</c>. Labels are float32, as many as outputs.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MseAttribute : Attribute;
