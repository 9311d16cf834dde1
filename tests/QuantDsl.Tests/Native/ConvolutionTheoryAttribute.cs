namespace QuantDsl.Tests.Native;

/// <summary>A theory that needs right convolutions of libtorch.</summary>
public sealed class ConvolutionTheoryAttribute : TheoryAttribute
{
    public ConvolutionTheoryAttribute() => Skip = RightConvolutions.WhyNot;
}
