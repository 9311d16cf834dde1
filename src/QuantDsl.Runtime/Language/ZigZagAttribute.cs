namespace QuantDsl;

/// <summary>
/// Measures how quantized weights zig-zag during training (BLAQ, Table 1 and Figures 1 to 3). After each step the model's <c>ZigZag</c>
/// property holds a <c>ZigZagMeasures</c> for every quantized tensor; <c>Fit</c> reports those of an epoch in <c>EpochReport.ZigZag</c>.
/// Measuring does not change what the weights learn.
/// <para>
/// The measures are computed inside the update, while the values are in registers or cache; without the attribute no code is generated for
/// them. They take 4¼ bytes of memory per parameter value (the previous gradient, and two bits for the direction of the update), and one
/// byte more (the level) in models with weights of 2 or more bits. Measuring is not supported on CUDA: creating such a model there throws
/// <see cref="NotSupportedException"/>.
/// </para>
/// <para>
/// Models made from this one by <see cref="ModelFromAttribute"/> are measured too, unless they are entirely in full precision. To measure
/// only one variant, put the attribute on that variant.
/// </para>
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ZigZagAttribute : Attribute;
