using static System.FormattableString;

namespace QuantDsl.Native;

/// <summary>The result of comparing libtorch's convolutions with plain loops, and what was done about it.</summary>
/// <param name="Check">The result.</param>
/// <param name="Words">The result for the user, in one line without a full stop.</param>
internal sealed record ConvolutionProbe(ConvolutionCheck Check, string Words)
{
    /// <summary>
    /// The largest relative error of a correct result. It is above the error of rounding to bfloat16 (0.002), which a program may have
    /// enabled, and below that of the wrong results that were observed (0.06 to 0.94).
    /// </summary>
    private const double Tolerance = 0.01;

    /// <summary>Whether the user should be notified.</summary>
    internal bool IsRemarkable => Check is ConvolutionCheck.RightWithoutOneDnn or ConvolutionCheck.Wrong;

    /// <summary>
    /// Compares the convolutions of this process's libtorch, and switches oneDNN off if they are wrong with it and correct without.
    /// </summary>
    /// <param name="torchSharp">The handle of TorchSharp's library.</param>
    internal static ConvolutionProbe Run(nint torchSharp)
    {
        // On a separate thread, which does not inherit settings of the program's thread: no_grad, inference_mode, autocast.
        ConvolutionProbe? probe = null;
        var thread = new Thread(() => probe = Run(TorchConvolution.Compute, isOn => OneDnn.TrySet(torchSharp, isOn)))
        {
            IsBackground = true,
            Name = nameof(ConvolutionProbe),
        };
        thread.Start();
        thread.Join();
        return probe!;
    }

    /// <summary>Compares the convolutions that a function computes.</summary>
    /// <param name="convolve">Computes a case in NCHW or, if the argument says so, in NHWC.</param>
    /// <param name="trySetOneDnn">Switches oneDNN on or off and returns true, or returns false if it cannot.</param>
    internal static ConvolutionProbe Run(
        Func<ConvolutionCase, bool, ConvolutionResult<float>> convolve, Func<bool, bool> trySetOneDnn)
    {
        ConvolutionCase[] cases = Cases();
        if (FirstError(cases, convolve) is not { } error)
        {
            return new(ConvolutionCheck.Right, "convolutions are right");
        }

        if (!trySetOneDnn(false))
        {
            return new(
                ConvolutionCheck.Wrong,
                $"libtorch's convolutions are wrong on this processor ({error}), and oneDNN, which computes them, "
                + "cannot be switched off here; set the environment variable ONEDNN_MAX_CPU_ISA=SSE41 before the program starts");
        }

        if (FirstError(cases, convolve) is not { } remaining)
        {
            return new(
                ConvolutionCheck.RightWithoutOneDnn, $"oneDNN is switched off: its convolutions are wrong on this processor ({error})");
        }

        trySetOneDnn(true);
        return new(
            ConvolutionCheck.Wrong,
            $"libtorch's convolutions are wrong on this processor, with oneDNN ({error}) and without ({remaining})");
    }

    /// <summary>
    /// The first four have numbers of channels that do not fill a vector; they were wrong on an AMD Zen 5, each for some numbers of
    /// threads. The others have full vectors, a stride, and a minibatch large enough for NNPACK.
    /// </summary>
    private static ConvolutionCase[] Cases() =>
    [
        new(batch: 4, channels: 1, size: 8, filters: 3, kernel: 3),
        new(batch: 4, channels: 3, size: 8, filters: 4, kernel: 3, padding: 1),
        new(batch: 4, channels: 4, size: 6, filters: 4, kernel: 3, padding: 1),
        new(batch: 2, channels: 20, size: 5, filters: 8, kernel: 3),
        new(batch: 2, channels: 16, size: 3, filters: 16, kernel: 3, padding: 1),
        new(batch: 16, channels: 8, size: 4, filters: 8, kernel: 3, stride: 2, padding: 1),
    ];

    /// <summary>The first result that is wrong, in words, or null.</summary>
    private static string? FirstError(ConvolutionCase[] cases, Func<ConvolutionCase, bool, ConvolutionResult<float>> convolve)
    {
        foreach (ConvolutionCase operands in cases)
        {
            foreach (bool channelsLast in new[] { false, true })
            {
                string shapes = $"{operands}{(channelsLast ? ", channels last" : "")}";
                try
                {
                    ConvolutionResult<float> found = convolve(operands, channelsLast);
                    ConvolutionResult<double> expected = operands.Expected;
                    if ((Error("the output", found.Output, expected.Output)
                        ?? Error("the gradient of the input", found.InputGradient, expected.InputGradient)
                        ?? Error("the gradient of the weights", found.WeightGradient, expected.WeightGradient)) is { } error)
                    {
                        return $"{error}, of {shapes}";
                    }
                }
                catch (Exception failure)
                {
                    return $"of {shapes}: {failure.Message.Split('\n')[0]}";
                }
            }
        }

        return null;
    }

    private static string? Error(string what, float[] found, double[] expected)
    {
        (double difference, double norm) = (0.0, 0.0);
        for (int i = 0; i < expected.Length; i++)
        {
            difference += (found[i] - expected[i]) * (found[i] - expected[i]);
            norm += expected[i] * expected[i];
        }

        double error = Math.Sqrt(difference / norm);
        return error <= Tolerance ? null : Invariant($"{what} is off by {100 * error:F0} %"); // NaN: wrong
    }
}
