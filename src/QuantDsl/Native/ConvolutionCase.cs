using System.Runtime.CompilerServices;
using QuantDsl.Data;

namespace QuantDsl.Native;

/// <summary>A small convolution of square images with square kernels, on random numbers.</summary>
internal sealed class ConvolutionCase
{
    internal ConvolutionCase(int batch, int channels, int size, int filters, int kernel, int stride = 1, int padding = 0)
    {
        (Batch, Channels, Size, Filters, Kernel, Stride, Padding) = (batch, channels, size, filters, kernel, stride, padding);
        OutputSize = ((size + (2 * padding) - kernel) / stride) + 1;

        // torch's generator is not used, because its state belongs to the program.
        var random = new SplitMix64(1);
        Input = Draw(batch * channels * size * size, ref random);
        Weight = Draw(filters * channels * kernel * kernel, ref random);
        OutputGradient = Draw(batch * filters * OutputSize * OutputSize, ref random);
        Expected = Compute();
    }

    internal int Batch { get; }

    internal int Channels { get; }

    /// <summary>Height and width of the input.</summary>
    internal int Size { get; }

    internal int Filters { get; }

    /// <summary>Height and width of the kernel.</summary>
    internal int Kernel { get; }

    internal int Stride { get; }

    internal int Padding { get; }

    /// <summary>Height and width of the output.</summary>
    internal int OutputSize { get; }

    /// <summary>[batch, channels, size, size].</summary>
    internal float[] Input { get; }

    /// <summary>[filters, channels, kernel, kernel].</summary>
    internal float[] Weight { get; }

    /// <summary>The gradient of a loss with respect to the output, [batch, filters, output size, output size].</summary>
    internal float[] OutputGradient { get; }

    /// <summary>Computes the convolution and its gradients by their definitions.</summary>
    internal ConvolutionResult<double> Expected { get; }

    /// <summary>For example "4×3×8×8 with 4 filters of 3×3".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Batch}×{Channels}×{Size}×{Size} with {Filters} filters of {Kernel}×{Kernel}");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // it runs only once, so the JIT would not optimize it otherwise
    private ConvolutionResult<double> Compute()
    {
        double[] output = new double[OutputGradient.Length];
        double[] inputGradient = new double[Input.Length];
        double[] weightGradient = new double[Weight.Length];
        for (int image = 0; image < Batch; image++)
        {
            for (int filter = 0; filter < Filters; filter++)
            {
                for (int row = 0; row < OutputSize; row++)
                {
                    for (int column = 0; column < OutputSize; column++)
                    {
                        int at = ((((image * Filters) + filter) * OutputSize + row) * OutputSize) + column;
                        double gradient = OutputGradient[at];
                        double sum = 0;
                        for (int channel = 0; channel < Channels; channel++)
                        {
                            for (int i = 0; i < Kernel; i++)
                            {
                                for (int j = 0; j < Kernel; j++)
                                {
                                    (int y, int x) = ((row * Stride) + i - Padding, (column * Stride) + j - Padding);
                                    if (y < 0 || y >= Size || x < 0 || x >= Size)
                                    {
                                        continue;
                                    }

                                    int pixel = ((((image * Channels) + channel) * Size + y) * Size) + x;
                                    int weight = ((((filter * Channels) + channel) * Kernel + i) * Kernel) + j;
                                    sum += (double)Input[pixel] * Weight[weight];
                                    inputGradient[pixel] += gradient * Weight[weight];
                                    weightGradient[weight] += gradient * Input[pixel];
                                }
                            }
                        }

                        output[at] = sum;
                    }
                }
            }
        }

        return new ConvolutionResult<double>(output, inputGradient, weightGradient);
    }

    private static float[] Draw(int count, ref SplitMix64 random)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextBetween(-1, 1);
        }

        return values;
    }
}
