namespace QuantDsl;

/// <summary>
/// Measures how quantized weights zig-zag in training (BLAQ, Table 1 and Figures 1 to 3): after each step the model's <c>ZigZag</c> says it
/// for every quantized tensor, as <c>ZigZagMeasures</c>, and <c>Fit</c> reports each epoch's as <c>EpochReport.ZigZag</c>.
/// Weights learn exactly what they learn without it.
/// <para>
/// The measures are taken inside the update, where the values are in registers or cache; without the attribute nothing of it is generated.
/// They need 4¼ bytes more for each value of a parameter (the gradient of the step before, and two bits for the direction of the update), and
/// another byte (the level) in models with weights of 2 or more bits. Models on CUDA are not measured: making one throws
/// <see cref="NotSupportedException"/>.
/// </para>
/// <para>
/// A model made from this one by <see cref="ModelFromAttribute"/> is measured too, unless all of it is in full precision; to measure one
/// variant only, give it to that variant.
/// </para>
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ZigZagAttribute : Attribute;
