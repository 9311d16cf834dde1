using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Native;

/// <summary>Whether tests of convolutional networks can tell anything here.</summary>
internal static class RightConvolutions
{
    /// <summary>Null if libtorch's convolutions are right in this process, otherwise why tests that need them are skipped.</summary>
    internal static string? WhyNot { get; } = Find();

    private static string? Find()
    {
        try
        {
            TorchLibrary.EnsureLoaded();
        }
        catch (TorchLoadException)
        {
            return null; // The test itself will say it.
        }

        return TorchLibrary.Convolutions == ConvolutionCheck.Wrong ? "Needs right convolutions: " + TorchLibrary.Probe!.Words + "." : null;
    }
}
