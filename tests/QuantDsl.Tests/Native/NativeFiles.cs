using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

/// <summary>The packaged native libraries beside the tests.</summary>
internal static class NativeFiles
{
    internal static string LibTorchFolder { get; } = TorchLibraryFiles.FolderOf("torch_cpu", TorchLibraryFiles.SearchFolders())!;

    internal static string LibTorchSharp { get; } = Path.Combine(
        TorchLibraryFiles.FolderOf(TorchLibraryFiles.LibTorchSharp, TorchLibraryFiles.SearchFolders())!,
        TorchLibraryFiles.FileName(TorchLibraryFiles.LibTorchSharp));
}
