using System.Runtime.InteropServices;
using QuantDsl.Cuda;
using QuantDsl.Native;
using QuantDsl.Tests.Native;

namespace QuantDsl.Tests.Cuda.Runtime;

[Trait("Category", "Cuda")]
public sealed class NativeSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [LinuxFact]
    public void The_first_that_can_be_opened_is_taken()
    {
        string good = Library("good.so");

        Assert.NotEqual(0, NativeSearch.Open(null, "VARIABLE", "it", [_folder.File("none.so"), good], "Do this."));
        Assert.NotEqual(0, NativeSearch.Open("", "VARIABLE", "it", [good], "Do this."));
    }

    [LinuxFact]
    public void When_there_is_none_the_message_says_where_was_looked_and_what_to_do()
    {
        string broken = _folder.Write("broken.so", "no library");

        string message = Assert.Throws<CudaException>(
            () => NativeSearch.Open(null, "VARIABLE", "NVRTC", ["libquantdsl-none.so.1", broken], "Do this.")).Message;

        Assert.StartsWith(
            $"A model on CUDA needs NVRTC, which was not found.\nDo this.\nSearched:\n  libquantdsl-none.so.1\n  {broken}\n"
            + "The system's loader says: ",
            message);
        Assert.Contains(broken, message.Split('\n')[5]);
    }

    [LinuxFact]
    public void What_the_user_names_is_taken_or_refused()
    {
        string good = Library("good.so");
        string named = Library("named.so");
        string broken = _folder.Write("broken.so", "no library");

        Assert.NotEqual(0, NativeSearch.Open(named, "VARIABLE", "it", [], "Do this."));
        Assert.Equal(
            $"VARIABLE names {_folder.File("none")}, but there is no such file. Set it to the full path of it, or unset it.",
            Refusal(_folder.File("none"), good));
        Assert.StartsWith($"VARIABLE names {broken}, which cannot be loaded. The system's loader says: {broken}", Refusal(broken, good));
    }

    public void Dispose() => _folder.Dispose();

    private static string Refusal(string requested, string good) =>
        Assert.Throws<CudaException>(() => NativeSearch.Open(requested, "VARIABLE", "it", [good], "Do this.")).Message;

    private string Library(string name) =>
        _folder.Write(name, StandInLibrary.Build("/quantdsl-test/" + name, RuntimeInformation.ProcessArchitecture));
}
