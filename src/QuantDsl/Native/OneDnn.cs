using System.Runtime.InteropServices;

namespace QuantDsl.Native;

/// <summary>
/// The switch of libtorch for oneDNN, which Python has as <c>torch.backends.mkldnn</c> and TorchSharp has not. libtorch exports it as a
/// function of C++; the names are those of Linux and macOS.
/// </summary>
internal static unsafe class OneDnn
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetOneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb";
    private const string SetNnpack = "_ZN2at7Context20setUserEnabledNNPACKEb";

    /// <summary>
    /// Switches oneDNN on or off in this process, and NNPACK with it: without oneDNN libtorch asks NNPACK at every convolution, and where
    /// NNPACK does not know the processor it prints a warning each time.
    /// </summary>
    /// <param name="torchSharp">The handle of TorchSharp's library; the search goes through the libraries that it is linked with.</param>
    /// <param name="isOn">On or off.</param>
    /// <returns>False where libtorch has no such switch; nothing has changed then.</returns>
    internal static bool TrySet(nint torchSharp, bool isOn)
    {
        if (!NativeLibrary.TryGetExport(torchSharp, GlobalContext, out nint globalContext)
            || !NativeLibrary.TryGetExport(torchSharp, SetOneDnn, out nint setOneDnn))
        {
            return false;
        }

        nint context = ((delegate* unmanaged<nint>)globalContext)();
        ((delegate* unmanaged<nint, byte, void>)setOneDnn)(context, isOn ? (byte)1 : (byte)0);
        if (NativeLibrary.TryGetExport(torchSharp, SetNnpack, out nint setNnpack))
        {
            ((delegate* unmanaged<nint, byte, void>)setNnpack)(context, isOn ? (byte)1 : (byte)0);
        }

        return true;
    }
}
