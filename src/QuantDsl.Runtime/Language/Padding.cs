namespace QuantDsl;

/// <summary>
/// Paddings that follow from the size of the input: values of <see cref="Conv1dAttribute.Padding"/> and
/// <see cref="Conv2dAttribute.Padding"/>.
/// </summary>
public static class Padding
{
    /// <summary>
    /// As in TensorFlow and Keras, the output has ⌈size / stride⌉ rows and columns, or positions, whatever the kernel is. The zeros are on
    /// both sides of the input; if their number is odd, the side with one more is that below, on the right or behind the last position.
    /// </summary>
    public const int Same = int.MinValue;
}
