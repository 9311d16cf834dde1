using System.Runtime.InteropServices;

namespace QuantDsl.Native;

/// <summary>
/// Switches oneDNN on and off, as <c>torch.backends.mkldnn</c> does in Python; TorchSharp does not expose it. libtorch exports the switch
/// as C++ functions, whose mangled names are those of Linux and macOS.
/// </summary>
internal static unsafe class OneDnn
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetOneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb";

    /// <summary>Switches oneDNN on or off in this process.</summary>
    /// <param name="torchSharp">The handle of TorchSharp's library; the search goes through the libraries that it is linked with.</param>
    /// <param name="isOn">Whether to switch it on.</param>
    /// <returns>False if libtorch has no such switch; nothing is changed in that case.</returns>
    internal static bool TrySet(nint torchSharp, bool isOn)
    {
        if (!NativeLibrary.TryGetExport(torchSharp, GlobalContext, out nint globalContext)
            || !NativeLibrary.TryGetExport(torchSharp, SetOneDnn, out nint setOneDnn))
        {
            return false;
        }

        nint context = ((delegate* unmanaged<nint>)globalContext)();
        ((delegate* unmanaged<nint, byte, void>)setOneDnn)(context, isOn ? (byte)1 : (byte)0);
        return true;
    }
}
