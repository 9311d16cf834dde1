using System.Runtime.InteropServices;

namespace QuantDsl.Native;

/// <summary>
/// Switches NNPACK on and off; TorchSharp does not expose it. libtorch would try it for convolutions of single images, and print a warning
/// to the standard error stream for each of them where NNPACK does not know the processor, as in many virtual machines and containers.
/// </summary>
internal static unsafe class Nnpack
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string Set = "_ZN2at7Context20setUserEnabledNNPACKEb";

    /// <summary>Switches it on or off in this process.</summary>
    /// <param name="torchSharp">The handle of TorchSharp's library; the search goes through the libraries that it is linked with.</param>
    /// <param name="isOn">Whether to switch it on.</param>
    /// <returns>False if libtorch has no such switch; nothing is changed in that case.</returns>
    internal static bool TrySet(nint torchSharp, bool isOn)
    {
        if (!NativeLibrary.TryGetExport(torchSharp, GlobalContext, out nint globalContext)
            || !NativeLibrary.TryGetExport(torchSharp, Set, out nint set))
        {
            return false;
        }

        nint context = ((delegate* unmanaged<nint>)globalContext)();
        ((delegate* unmanaged<nint, byte, void>)set)(context, isOn ? (byte)1 : (byte)0);
        return true;
    }
}
