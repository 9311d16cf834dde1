using QuantDsl.Cuda;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Cuda.Runtime;

[Trait("Category", "Cuda")]
public sealed class NvrtcSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [LinuxFact]
    public void Only_the_compiler_itself_counts_and_the_newest_comes_first()
    {
        foreach (string name in new[]
        {
            "libnvrtc.so.12", "libnvrtc.so.13", "libnvrtc-672ee683.so.12", "libnvrtc-builtins.so.13.0", "libnvrtc.alt.so.13",
            "libnvrtc-builtins-2dc4bf68.so.12.8", "libnvrtc_static.a", "notlibnvrtc.so", "libtorch.so",
        })
        {
            _folder.Write(name, "");
        }

        Assert.Equal(
            ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc-672ee683.so.12"], NvrtcSearch.In(_folder.Path).Select(Path.GetFileName));
        Assert.Empty(NvrtcSearch.In(_folder.File("none")));
        Assert.Equal(
            ["libnvrtc-builtins.so.13.0", "libnvrtc-builtins-2dc4bf68.so.12.8"],
            NvrtcSearch.Builtins(_folder.File("libnvrtc.so.13")).Select(Path.GetFileName));
        Assert.Empty(NvrtcSearch.Builtins("libnvrtc.so.13")); // the system finds them where it finds this one
    }

    [LinuxFact]
    public void Of_a_Python_PyTorch_the_packages_beside_it_are_searched_before_the_system()
    {
        string lib = Path.Combine(_folder.Path, "site-packages", "torch", "lib");
        string old = _folder.Write("site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12", "");
        string recent = _folder.Write("site-packages/nvidia/cu13/lib/libnvrtc.so.13", "");

        Assert.Equal([old, recent], NvrtcSearch.All(NvrtcSearch.Beside(lib)).Take(2));
        Assert.Equal(["libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12"], NvrtcSearch.All([]).Take(3));

        string own = _folder.Write("site-packages/torch/lib/libnvrtc-0123abcd.so.12", "");
        Assert.Equal([own, old, recent], NvrtcSearch.All(NvrtcSearch.Beside(lib)).Take(3));
    }

    public void Dispose() => _folder.Dispose();
}
