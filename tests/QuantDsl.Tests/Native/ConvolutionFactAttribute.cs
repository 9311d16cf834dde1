namespace QuantDsl.Tests.Native;

/// <summary>A test that needs right convolutions of libtorch.</summary>
public sealed class ConvolutionFactAttribute : FactAttribute
{
    public ConvolutionFactAttribute() => Skip = RightConvolutions.WhyNot;
}
