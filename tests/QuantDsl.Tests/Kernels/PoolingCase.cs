using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels;

/// <summary>A pooling of a random shape: windows that overlap, leave gaps or reach into the padding.</summary>
internal sealed class PoolingCase
{
    public PoolingCase(int seed)
    {
        var random = new Random(seed);
        int kernel = random.Next(1, 5);
        Window = new PoolingWindow(kernel, random.Next(1, 5), random.Next(0, (kernel / 2) + 1));
        Input = ImageShape.Random(random);
        int smallest = Math.Max(kernel - (2 * Window.Padding), 1);
        Input = Input.With(Math.Max(Input.Height, smallest), Math.Max(Input.Width, smallest));
        Output = Input.With(Window.Places(Input.Height), Window.Places(Input.Width));
        Border = random.Next(0, 3);
        Room = random.Next(0, 4);
        Random = random;
    }

    public PoolingWindow Window { get; }

    public ImageShape Input { get; }

    public ImageShape Output { get; }

    public int Border { get; }

    public int Room { get; }

    public Random Random { get; }

    /// <summary>
    /// Each element of the output with each element of the input that its window covers, row by row, and its place in the window.
    /// </summary>
    public IEnumerable<(int Output, int Input, int Place)> Pairs()
    {
        for (int sample = 0; sample < Input.Samples; sample++)
        {
            for (int row = 0; row < Output.Height; row++)
            {
                for (int column = 0; column < Output.Width; column++)
                {
                    for (int channel = 0; channel < Input.Channels; channel++)
                    {
                        for (int place = 0; place < Window.Kernel * Window.Kernel; place++)
                        {
                            int y = (row * Window.Stride) + (place / Window.Kernel) - Window.Padding;
                            int x = (column * Window.Stride) + (place % Window.Kernel) - Window.Padding;
                            if (y >= 0 && y < Input.Height && x >= 0 && x < Input.Width)
                                yield return (Output.Index(sample, row, column, channel), Input.Index(sample, y, x, channel), place);
                        }
                    }
                }
            }
        }
    }
}
