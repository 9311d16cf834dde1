using QuantDsl.CompilerServices;
using QuantDsl.Native;

namespace QuantDsl.Tests.Native;

public sealed class ConvolutionProbeTests
{
    /// <summary>The convolutions that were wrong on an AMD Zen 5, and some that were not.</summary>
    public static TheoryData<int, int, int, int, int, int, int, bool> Shapes
    {
        get
        {
            TheoryData<int, int, int, int, int, int, int, bool> shapes = [];
            foreach (bool channelsLast in new[] { false, true })
            {
                shapes.Add(4, 1, 8, 3, 3, 1, 0, channelsLast);
                shapes.Add(8, 1, 28, 20, 3, 1, 0, channelsLast);
                shapes.Add(32, 1, 28, 20, 3, 1, 0, channelsLast);
                shapes.Add(8, 3, 8, 4, 3, 1, 1, channelsLast);
                shapes.Add(8, 2, 8, 4, 3, 1, 1, channelsLast);
                shapes.Add(8, 20, 13, 50, 3, 1, 0, channelsLast);
                shapes.Add(4, 4, 6, 4, 3, 1, 1, channelsLast);
                shapes.Add(4, 8, 6, 8, 3, 2, 1, channelsLast);
                shapes.Add(4, 16, 8, 16, 1, 1, 0, channelsLast);
            }

            return shapes;
        }
    }

    [ConvolutionTheory]
    [MemberData(nameof(Shapes))]
    public void Convolutions_are_right_once_the_library_is_loaded(
        int batch, int channels, int size, int filters, int kernel, int stride, int padding, bool channelsLast)
    {
        TorchLibrary.EnsureLoaded();
        var operands = new ConvolutionCase(batch, channels, size, filters, kernel, stride, padding);

        ConvolutionResult<float> found = TorchConvolution.Compute(operands, channelsLast);

        AssertClose(operands.Expected.Output, found.Output);
        AssertClose(operands.Expected.InputGradient, found.InputGradient);
        AssertClose(operands.Expected.WeightGradient, found.WeightGradient);
    }

    [Fact]
    public void Right_convolutions_are_left_alone()
    {
        var probe = ConvolutionProbe.Run(
            (operands, _) => Right(operands), _ => throw new InvalidOperationException("nothing must be switched"));

        Assert.Equal(ConvolutionCheck.Right, probe.Check);
        Assert.False(probe.IsRemarkable);
    }

    [Theory]
    [InlineData(0, false, "the output is off by ")]
    [InlineData(1, false, "the gradient of the input is off by ")]
    [InlineData(2, false, "the gradient of the weights is off by ")]
    [InlineData(0, true, "channels last")]
    public void A_wrong_result_is_seen_and_oneDNN_switched_off(int wrongPart, bool wrongLayout, string words)
    {
        bool isOn = true;

        var probe = ConvolutionProbe.Run(
            (operands, channelsLast) => isOn && channelsLast == wrongLayout ? Wrong(operands, wrongPart, 1.5f) : Right(operands),
            on => (isOn = on) || true);

        Assert.Equal(ConvolutionCheck.RightWithoutOneDnn, probe.Check);
        Assert.False(isOn);
        Assert.True(probe.IsRemarkable);
        Assert.StartsWith("oneDNN is switched off: its convolutions are wrong on this processor (", probe.Words, StringComparison.Ordinal);
        Assert.Contains(words, probe.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_no_number_is_wrong()
    {
        bool isOn = true;

        var probe = ConvolutionProbe.Run(
            (operands, _) => isOn ? Wrong(operands, 0, float.NaN) : Right(operands), on => (isOn = on) || true);

        Assert.Equal(ConvolutionCheck.RightWithoutOneDnn, probe.Check);
    }

    [Fact]
    public void Where_oneDNN_cannot_be_switched_off_convolutions_stay_wrong()
    {
        var probe = ConvolutionProbe.Run((operands, _) => Wrong(operands, 0, 2f), _ => false);

        Assert.Equal(ConvolutionCheck.Wrong, probe.Check);
        Assert.True(probe.IsRemarkable);
        Assert.Contains("cannot be switched off here; set the environment variable ", probe.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_help_is_undone()
    {
        List<bool> switched = [];

        var probe = ConvolutionProbe.Run(
            (operands, _) => Wrong(operands, 1, 2f),
            on =>
            {
                switched.Add(on);
                return true;
            });

        Assert.Equal(ConvolutionCheck.Wrong, probe.Check);
        Assert.Equal([false, true], switched);
        Assert.Contains("with oneDNN (", probe.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_that_fails_is_wrong_and_says_why()
    {
        var probe = ConvolutionProbe.Run((_, _) => throw new InvalidOperationException("no memory\nmore"), _ => false);

        Assert.Equal(ConvolutionCheck.Wrong, probe.Check);
        Assert.Contains("no memory), and", probe.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_says_what_was_found()
    {
        TorchLibrary.EnsureLoaded();

        Assert.NotEqual(ConvolutionCheck.NotDone, TorchLibrary.Convolutions);
        Assert.Equal(TorchLibrary.Convolutions, TorchLibrary.Probe!.Check);
        Assert.EndsWith("; " + TorchLibrary.Probe.Words, TorchLibrary.Description, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Linux_has_the_switch_of_oneDNN()
    {
        bool isOn = TorchLibrary.Convolutions != ConvolutionCheck.RightWithoutOneDnn; // as it is
        Assert.True(OneDnn.TrySet(TorchLibrary.Handle, isOn));
    }

    [LinuxFact]
    public void TorchSharp_before_QuantDsl_gets_the_remedy()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.UseTorchSharp);

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Matches("; (convolutions are right|oneDNN is switched off: |libtorch's convolutions are wrong )", child.Output);
    }

    private static ConvolutionResult<float> Right(ConvolutionCase operands) =>
        new(Floats(operands.Expected.Output), Floats(operands.Expected.InputGradient), Floats(operands.Expected.WeightGradient));

    /// <summary>One element of the output (0), of the gradient of the input (1) or of the weights (2) is wrong.</summary>
    private static ConvolutionResult<float> Wrong(ConvolutionCase operands, int part, float factor)
    {
        ConvolutionResult<float> result = Right(operands);
        float[] values = part switch { 0 => result.Output, 1 => result.InputGradient, _ => result.WeightGradient };
        int largest = Array.IndexOf(values, values.MaxBy(MathF.Abs));
        values[largest] *= factor;
        return result;
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static void AssertClose(double[] expected, float[] found)
    {
        double difference = expected.Zip(found, (e, f) => (e - f) * (e - f)).Sum();
        Assert.InRange(Math.Sqrt(difference / expected.Sum(e => e * e)), 0, 1e-5);
    }
}
