using QuantDsl.Cuda;

namespace QuantDsl.Tests.Cuda.Runtime;

/// <summary>What a user reads when a model cannot be on a GPU.</summary>
[Trait("Category", "Cuda")]
public class MessageTests
{
    [Theory]
    [InlineData(2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory", "Use a smaller batch or model")]
    [InlineData(100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected", "The driver sees no GPU. Check nvidia-smi")]
    [InlineData(209, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available", "or name an older NVRTC in QUANTDSL_NVRTC.")]
    [InlineData(803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver", "Restart the machine after updating the driver.")]
    public void A_failed_call_is_named_with_the_error_and_what_to_do(int error, string name, string text, string advice)
    {
        string message = CudaFailure.Of("cuLaunchKernel", error, name, text).Message;

        Assert.StartsWith($"cuLaunchKernel failed with {name} ({error}, {text}). ", message);
        Assert.Contains(advice, message);
    }

    [Fact]
    public void An_error_that_nobody_knows_is_named_by_its_number() =>
        Assert.Equal("cuInit failed with an unknown error (12345).", CudaFailure.Of("cuInit", 12345, null, null).Message);

    [Fact]
    public void The_compilers_log_is_cut_to_twenty_lines()
    {
        string[] lines = [.. Enumerable.Range(1, 23).Select(line => $"Net.cu({line}): error: no")];

        Assert.Equal(string.Join('\n', lines[..20]) + "\n(3 more lines)", NvrtcCompiler.Shorten(string.Join('\n', lines) + "\n"));
        Assert.Equal(string.Join('\n', lines[..20]), NvrtcCompiler.Shorten(string.Join('\n', lines[..20])));
    }

    [Fact]
    public void Without_CUDA_the_message_says_what_was_asked_for_and_what_is_missing()
    {
        CudaException absent = ModelDevice.Absent(2, new CudaException("The driver sees one GPU, cuda:0."));

        Assert.Equal(
            "A model was requested on cuda:2, but that is not available here.\nThe driver sees one GPU, cuda:0.\n"
            + "To train on the CPU leave the device out.",
            absent.Message);
    }
}
