namespace QuantDsl;

/// <summary>Paddings that follow from the size of the image: values of <see cref="Conv2dAttribute.Padding"/>.</summary>
public static class Padding
{
    /// <summary>
    /// As in TensorFlow and Keras, the output has ⌈size / stride⌉ rows and columns, whatever the kernel is. The zeros are on both sides of
    /// the image; if their number is odd, the side with one more is that below or on the right.
    /// </summary>
    public const int Same = int.MinValue;
}
